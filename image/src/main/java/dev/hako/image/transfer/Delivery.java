package dev.hako.image.transfer;

import dev.hako.failure.Failure;
import dev.hako.image.source.BlobSource;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageDestination;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Index;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes what a name stands for from where it is to where it is wanted: an image, or an index with
/// all that it names.
///
/// @param source which has all of it
public record Delivery(ImageSource source, ImageDestination destination) {

    /// Takes it there; what is there already is not sent.
    ///
    /// @return what the name stands for there
    /// @throws Failure naming both ends and why
    public Document run(TransferListener listener) {
        try {
            Document top = source.top();
            Parts parts = Parts.of(source, top);
            listener.begins(List.copyOf(parts.blobs().values()));
            SideBySide.each(List.copyOf(parts.blobs().values()), blob -> deliver(blob, listener));
            for (Descriptor document : parts.documents().values()) {
                destination.put(source.document(document));
            }
            destination.name(top);
            return top;
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE,
                    "cannot write the image \""
                            + source.name()
                            + "\" to "
                            + destination.name()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /// What has to be taken.
    ///
    /// @param blobs that nothing is read from
    /// @param documents below the topmost, each after those that it names
    private record Parts(Map<Digest, Descriptor> blobs, Map<Digest, Descriptor> documents) {
        static Parts of(ImageSource source, Document top) throws IOException {
            Parts parts = new Parts(new LinkedHashMap<>(), new LinkedHashMap<>());
            parts.addContentOf(source, top);
            return parts;
        }

        private void addContentOf(ImageSource source, Document document) throws IOException {
            if (MediaTypes.isIndex(document.descriptor().mediaType())) {
                for (Descriptor each : Index.parse(document.bytes()).manifests()) {
                    addContentOf(source, source.document(each));
                    documents.putIfAbsent(each.digest(), each);
                }
                return;
            }
            Manifest manifest = Manifest.parse(document.bytes());
            manifest.layers().forEach(layer -> blobs.putIfAbsent(layer.digest(), layer));
            documents.putIfAbsent(manifest.config().digest(), manifest.config());
        }
    }

    private void deliver(Descriptor layer, TransferListener listener) throws IOException {
        listener.layer(layer, new LayerState.Waiting());
        if (destination.has(layer)) {
            listener.layer(layer, new LayerState.Exists());
            return;
        }
        destination.put(layer, listener.wantsProgress() ? told(listener) : source);
        listener.layer(layer, new LayerState.Done());
    }

    private BlobSource told(TransferListener listener) {
        return (blob, offset) -> new ToldStream(source.blob(blob, offset), blob, offset, listener);
    }
}
