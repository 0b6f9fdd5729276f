package dev.hako.image.layout;

import dev.hako.failure.Failure;
import dev.hako.image.blob.Contents;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Index;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One image of an image layout.
///
/// @param files of the layout
/// @param name what the user calls the image
/// @param tag which of the layout's images; empty: the only one
public record LayoutSource(BlobFiles files, String name, Optional<String> tag)
        implements ImageSource {

    @Override
    public Document top() throws IOException {
        if (!files.has(ImageLayout.INDEX)) {
            throw Failure.notFound("no such image \"" + name + "\": there is no image layout");
        }
        return document(chosen(index().manifests()));
    }

    private Index index() throws IOException {
        try (InputStream in = files.open(ImageLayout.INDEX, 0)) {
            return Index.parse(in.readNBytes(Json.MAX_BYTES + 1));
        } catch (InvalidDocumentException e) {
            throw Failure.invalid("cannot read the image \"" + name + "\": " + e.getMessage());
        }
    }

    private Descriptor chosen(List<Descriptor> images) {
        List<Descriptor> meant = images.stream().filter(this::isMeant).toList();
        if (meant.stream().map(Descriptor::digest).distinct().count() == 1) {
            return meant.getFirst();
        }
        Failure failure =
                meant.isEmpty()
                        ? Failure.notFound("no such image \"" + name + "\"")
                        : Failure.invalid("\"" + name + "\" may be any of several images");
        throw failure.hint("there are " + words(images));
    }

    private boolean isMeant(Descriptor image) {
        return tag.isEmpty() || tag.equals(Optional.ofNullable(tagOf(image)));
    }

    private static String words(List<Descriptor> images) {
        return images.isEmpty()
                ? "none in it"
                : String.join(
                        ", ",
                        images.stream()
                                .map(image -> image.annotations().get(ImageLayout.REF_NAME))
                                .map(text -> text == null ? "one without a tag" : text)
                                .toList());
    }

    private static @Nullable String tagOf(Descriptor image) {
        return image.annotations().get(ImageLayout.REF_NAME);
    }

    @Override
    public Document document(Descriptor descriptor) throws IOException {
        Contents.requireDocument(descriptor);
        try (InputStream in = blob(descriptor, 0)) {
            byte[] bytes = in.readNBytes(Json.MAX_BYTES + 1);
            Contents.compare(descriptor, bytes);
            return new Document(descriptor, bytes);
        }
    }

    @Override
    public InputStream blob(Descriptor descriptor, long offset) throws IOException {
        return files.open(
                "blobs/" + descriptor.digest().algorithm() + "/" + descriptor.digest().hex(),
                offset);
    }

    @Override
    public void close() {
        files.close();
    }
}
