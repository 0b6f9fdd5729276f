package dev.hako.image.transfer;

import dev.hako.failure.Failure;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageDestination;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Manifest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes one image from where it is to where it is wanted.
///
/// @param source whose name stands for a manifest
public record Delivery(ImageSource source, ImageDestination destination) {

    /// Takes it there; what is there already is not sent.
    ///
    /// @return the manifest
    /// @throws Failure naming both ends and why
    public Document run(TransferListener listener) {
        try {
            Document top = source.top();
            Manifest manifest = Manifest.parse(top.bytes());
            List<Descriptor> layers = distinct(manifest.layers());
            listener.begins(layers);
            SideBySide.each(layers, layer -> deliver(layer, listener));
            destination.put(source.document(manifest.config()));
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

    private static List<Descriptor> distinct(List<Descriptor> layers) {
        Map<Object, Descriptor> byDigest = new LinkedHashMap<>();
        layers.forEach(layer -> byDigest.putIfAbsent(layer.digest(), layer));
        return List.copyOf(byDigest.values());
    }

    private void deliver(Descriptor layer, TransferListener listener) throws IOException {
        listener.layer(layer, new LayerState.Waiting());
        if (destination.has(layer)) {
            listener.layer(layer, new LayerState.Exists());
            return;
        }
        destination.put(
                layer, listener.wantsProgress() ? new ToldSource(source, listener) : source);
        listener.layer(layer, new LayerState.Done());
    }
}
