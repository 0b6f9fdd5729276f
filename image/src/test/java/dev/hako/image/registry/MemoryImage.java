package dev.hako.image.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/// An image whose layers are noise.
record MemoryImage(Document top, Map<Digest, Document> parts, List<Descriptor> layers)
        implements ImageSource {

    /// @param sizes of the layers in bytes, before they are packed
    static MemoryImage of(int... sizes) throws IOException {
        Map<Digest, Document> parts = new TreeMap<>((a, b) -> a.hex().compareTo(b.hex()));
        List<Descriptor> layers = new ArrayList<>();
        List<String> diffIds = new ArrayList<>();
        Random random = new Random(sizes.length);
        for (int size : sizes) {
            byte[] noise = new byte[size];
            random.nextBytes(noise);
            diffIds.add("\"" + Digest.sha256(noise) + "\"");
            layers.add(add(parts, MediaTypes.OCI_LAYER + "+gzip", gzip(noise)));
        }
        String config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}"
                        .formatted(diffIds.stream().collect(Collectors.joining(",")));
        Descriptor configuration = add(parts, MediaTypes.OCI_CONFIG, config.getBytes(UTF_8));
        byte[] manifest = Json.write(Manifest.of(configuration, layers));
        Descriptor top =
                Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(manifest), manifest.length);
        return new MemoryImage(new Document(top, manifest), parts, layers);
    }

    private static Descriptor add(Map<Digest, Document> parts, String mediaType, byte[] bytes) {
        Descriptor descriptor = Descriptor.of(mediaType, Digest.sha256(bytes), bytes.length);
        parts.put(descriptor.digest(), new Document(descriptor, bytes));
        return descriptor;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    Descriptor config() {
        return Manifest.parse(top.bytes()).config();
    }

    /// Pushes all of it.
    void pushTo(RegistryDestination destination) throws IOException {
        for (Descriptor layer : layers) {
            if (!destination.has(layer)) {
                destination.put(layer, this);
            }
        }
        destination.put(document(config()));
        destination.name(top);
    }

    byte[] bytes(Descriptor part) {
        return document(part).bytes();
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Document document(Descriptor descriptor) {
        return Objects.requireNonNull(parts.get(descriptor.digest()));
    }

    @Override
    public InputStream blob(Descriptor descriptor, long offset) {
        byte[] bytes = bytes(descriptor);
        return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
    }

    @Override
    public void close() {
        // Memory.
    }
}
