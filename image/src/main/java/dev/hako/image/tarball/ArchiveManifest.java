package dev.hako.image.tarball;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;

import dev.hako.failure.Failure;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `manifest.json`: the images in what `docker save` writes.
///
/// @param images in the archive's order
record ArchiveManifest(List<Item> images) {
    static final String FILE = "manifest.json";
    private static final byte[] BEFORE = "{\"images\":".getBytes(StandardCharsets.US_ASCII);

    ArchiveManifest {
        images = List.copyOf(images);
    }

    /// One image.
    ///
    /// @param config the member with its configuration
    /// @param names what it is called, in full or short
    /// @param layers the members with its layers, the lowest first
    record Item(String config, List<String> names, List<String> layers) implements JsonRecord {
        Item {
            names = List.copyOf(names);
            layers = List.copyOf(layers);
        }

        private static Item read(JsonObject in) {
            return new Item(
                    in.required("Config", STRING),
                    in.list("RepoTags", STRING),
                    in.list("Layers", STRING));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("Config", config).always("RepoTags", names).always("Layers", layers);
        }
    }

    /// The document is a list, and documents are read as objects: it is given a name.
    static ArchiveManifest parse(byte[] utf8) {
        ByteArrayOutputStream named = new ByteArrayOutputStream(utf8.length + BEFORE.length + 1);
        named.writeBytes(BEFORE);
        named.writeBytes(utf8);
        named.write('}');
        ArchiveManifest manifest =
                new ArchiveManifest(
                        Json.read(
                                FILE,
                                named.toByteArray(),
                                in -> in.list("images", object(Item::read))));
        if (manifest.images.isEmpty()) {
            throw Failure.invalid("the archive has no images in it");
        }
        return manifest;
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder("[");
        for (Item image : images) {
            text.append(text.length() > 1 ? "," : "")
                    .append(new String(Json.write(image), StandardCharsets.UTF_8));
        }
        return text.append("]\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
