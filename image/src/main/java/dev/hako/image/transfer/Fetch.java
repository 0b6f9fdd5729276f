package dev.hako.image.transfer;

import dev.hako.failure.Failure;
import dev.hako.image.blob.ArrivingBlob;
import dev.hako.image.blob.PartialBlob;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.image.store.ImageSet;
import dev.hako.image.store.ImageStore;
import dev.hako.image.store.Lease;
import dev.hako.image.store.StoredImage;
import dev.hako.image.transfer.ImageContent.Layer;
import dev.hako.kernel.crypto.QuickDigests;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Brings images into a store.
public record Fetch(ImageStore store) {

    /// What is to be fetched.
    ///
    /// @param platforms of which the images are wanted
    /// @param names what they are called from then on; empty: nothing
    /// @param remote whether the names are those of the source, whose digest is to be remembered
    public record Request(Platforms platforms, List<ImageReference> names, boolean remote) {
        /// This machine's image, which gets no name.
        public static final Request NAMELESS = new Request(Platforms.OWN, List.of(), false);

        public Request {
            names = List.copyOf(names);
        }
    }

    /// Brings images in; what of them is there already is not asked for again.
    ///
    /// @return of several this machine's, or the first
    /// @throws Failure naming the image and why
    public StoredImage run(ImageSource source, Request request, TransferListener listener) {
        try {
            return run(source, source.top(), request, listener);
        } catch (IOException e) {
            throw unavailable(source, e);
        }
    }

    /// The same with what the image's name stands for, if that is known already.
    public StoredImage run(
            ImageSource source, Document top, Request request, TransferListener listener) {
        QuickDigests.use();
        try (Lease _ = store.lease()) {
            Chosen chosen = Chosen.of(source, top, request.platforms(), store.machine());
            fetchLayers(source, chosen, listener);
            add(source, chosen);
            name(chosen.set(), request, top.descriptor().digest());
            return store.pinned(chosen.best().descriptor().digest());
        } catch (IOException e) {
            throw unavailable(source, e);
        }
    }

    private static Failure unavailable(ImageSource source, IOException e) {
        return Failure.of(
                Failure.Kind.UNAVAILABLE,
                "cannot get the image \"" + source.name() + "\": " + e.getMessage(),
                e);
    }

    private void add(ImageSource source, Chosen chosen) throws IOException {
        for (Chosen.Attachment attachment : chosen.attachments()) {
            add(source.document(attachment.manifest().config()));
            add(attachment.manifestDocument());
        }
        for (ImageContent image : chosen.images()) {
            add(image.configDocument());
            add(image.manifestDocument());
        }
        for (Document index : chosen.indexes()) {
            add(index);
        }
    }

    private void add(Document document) throws IOException {
        store.blobs().add(document.descriptor(), document.bytes());
    }

    private void name(ImageSet set, Request request, Digest top) {
        if (request.names().isEmpty()) {
            store.keep(set);
        }
        for (ImageReference name : request.names()) {
            store.name(set, name, request.remote() ? top : null);
        }
    }

    /// What is to be used here is unpacked as it comes. Other platforms' images stay packed until
    /// somebody uses them, and so does what is said of images.
    private void fetchLayers(ImageSource source, Chosen chosen, TransferListener listener)
            throws IOException {
        Map<Digest, Job> jobs = new LinkedHashMap<>();
        for (Layer layer : chosen.best().layers()) {
            jobs.putIfAbsent(layer.blob().digest(), new Unpacking(layer));
        }
        for (ImageContent image : chosen.images()) {
            image.layers()
                    .forEach(layer ->
                            jobs.putIfAbsent(layer.blob().digest(), new Keeping(layer.blob())));
        }
        for (Chosen.Attachment attachment : chosen.attachments()) {
            attachment
                    .manifest()
                    .layers()
                    .forEach(blob -> jobs.putIfAbsent(blob.digest(), new Keeping(blob)));
        }
        listener.begins(jobs.values().stream().map(Job::blob).toList());
        List<Job> missing = new ArrayList<>();
        for (Job job : jobs.values()) {
            if (isThere(job)) {
                listener.layer(job.blob(), new LayerState.Exists());
            } else {
                missing.add(job);
            }
        }
        SideBySide.each(missing, job -> fetch(source, job, listener));
    }

    /// What is to be done with a blob.
    private sealed interface Job {
        Descriptor blob();
    }

    private record Unpacking(Layer layer) implements Job {
        @Override
        public Descriptor blob() {
            return layer.blob();
        }
    }

    private record Keeping(Descriptor blob) implements Job {}

    private boolean isThere(Job job) {
        boolean usable =
                switch (job) {
                    case Unpacking(Layer layer) -> store.layers().has(layer.diffId());
                    case Keeping _ -> true;
                };
        return usable && store.blobs().has(job.blob());
    }

    private void fetch(ImageSource source, Job job, TransferListener listener) throws IOException {
        listener.layer(job.blob(), new LayerState.Waiting());
        try (PartialBlob part = store.blobs().begin(job.blob())) {
            boolean done = part.isDone();
            switch (job) {
                case Keeping _ when !done -> keep(source, job.blob(), part, listener);
                case Keeping _ -> {}
                case Unpacking(Layer layer) when !done -> receive(source, layer, part, listener);
                case Unpacking(Layer layer) when !store.layers().has(layer.diffId()) ->
                        unpackAgain(layer);
                case Unpacking _ -> {}
            }
        }
        listener.layer(job.blob(), new LayerState.Done());
    }

    private static void keep(
            ImageSource source, Descriptor blob, PartialBlob part, TransferListener listener)
            throws IOException {
        try (ArrivingBlob arriving = part.arriving(offset -> source.blob(blob, offset))) {
            new ToldStream(arriving, blob, 0, listener).transferTo(OutputStream.nullOutputStream());
            part.publish(arriving);
        }
    }

    /// One pass: what comes is kept, hashed, and unpacked if it is not there unpacked.
    private void receive(
            ImageSource source, Layer layer, PartialBlob part, TransferListener listener)
            throws IOException {
        try (ArrivingBlob arriving = part.arriving(offset -> source.blob(layer.blob(), offset))) {
            InputStream told = new ToldStream(arriving, layer.blob(), 0, listener);
            try {
                store.layers().unpack(layer.diffId(), told, layer.blob().mediaType());
            } catch (Failure | IOException e) {
                requireUndamaged(arriving, part);
                throw e;
            }
            told.transferTo(OutputStream.nullOutputStream());
            part.publish(arriving);
        }
    }

    /// Whether a layer that cannot be unpacked is what was asked for is known once all of it has
    /// come: if it is not, that is what is wrong. If no more comes, what has come is kept.
    private static void requireUndamaged(ArrivingBlob arriving, PartialBlob part)
            throws IOException {
        if (!arriving.broken()) {
            arriving.drain();
            part.publish(arriving);
        }
    }

    /// Unpacks what of an image was lost unpacked, as when the power went.
    public void mend(StoredImage image) {
        List<Digest> diffIds = image.config().diffIds();
        try {
            for (int i = 0; i < diffIds.size(); i++) {
                if (!store.layers().has(diffIds.get(i))) {
                    unpackAgain(new Layer(image.manifest().layers().get(i), diffIds.get(i)));
                }
            }
        } catch (IOException e) {
            throw Failure.internal("cannot unpack the image " + image.id() + ": " + e, e);
        }
    }

    private void unpackAgain(Layer layer) throws IOException {
        try (InputStream blob = store.blobs().open(layer.blob().digest(), 0)) {
            store.layers().unpack(layer.diffId(), blob, layer.blob().mediaType());
        }
    }
}
