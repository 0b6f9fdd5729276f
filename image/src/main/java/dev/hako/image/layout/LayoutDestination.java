package dev.hako.image.layout;

import dev.hako.image.blob.ArrivingBlob;
import dev.hako.image.blob.PartialBlob;
import dev.hako.image.source.BlobSource;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageDestination;
import dev.hako.oci.image.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One image in an image layout that it is written to.
///
/// @param tag what it is called there; another image of that name loses it
public record LayoutDestination(ImageLayout layout, Optional<String> tag)
        implements ImageDestination {

    @Override
    public String name() {
        return "oci:" + layout.directory() + tag.map(text -> ":" + text).orElse("");
    }

    @Override
    public boolean has(Descriptor blob) {
        return layout.blobs().has(blob);
    }

    @Override
    public void put(Descriptor blob, BlobSource from) throws IOException {
        try (PartialBlob part = layout.blobs().begin(blob)) {
            if (!part.isDone()) {
                try (ArrivingBlob arriving = part.arriving(offset -> from.blob(blob, offset))) {
                    arriving.drain();
                    part.publish(arriving);
                }
            }
        }
    }

    @Override
    public void put(Document document) throws IOException {
        layout.blobs().add(document.descriptor(), document.bytes());
    }

    @Override
    public void name(Document top) throws IOException {
        put(top);
        Map<String, String> called =
                tag.map(text -> Map.of(ImageLayout.REF_NAME, text)).orElse(Map.of());
        Descriptor named = top.descriptor().withAnnotations(called);
        layout.update(others -> replaced(others, named));
    }

    private List<Descriptor> replaced(List<Descriptor> images, Descriptor named) {
        List<Descriptor> all = new ArrayList<>(images);
        all.removeIf(other ->
                tag.equals(Optional.ofNullable(other.annotations().get(ImageLayout.REF_NAME))));
        all.add(named);
        return all;
    }

    @Override
    public void close() {
        // Nothing is held open between two writes.
    }
}
