package dev.hako.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hako.image.archive.Content;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.Metadata;
import dev.hako.image.archive.TarWriter;
import dev.hako.image.layout.ImageLayout;
import dev.hako.image.layout.Layer;
import dev.hako.image.layout.LayoutDestination;
import dev.hako.image.source.Document;
import dev.hako.kernel.NativePath;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.image.Platform;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Images of a few bytes, for tests.
public final class SmallImage {
    private static final Metadata OWN =
            new Metadata(0644, ThisUser.UID, ThisUser.GID, Instant.EPOCH, Map.of());

    private SmallImage() {}

    /// Writes an image for this machine with a layer for each text, which is the content of the
    /// file `f`.
    ///
    /// @param tag what it is called in the layout
    public static Document write(Path layout, String tag, String... texts) throws IOException {
        return write(layout, tag, Platform.linux(System.getProperty("os.arch")), texts);
    }

    /// The same for another platform.
    public static Document write(Path layout, String tag, Platform platform, String... texts)
            throws IOException {
        ImageLayout made = ImageLayout.make(layout);
        List<Layer> layers = new ArrayList<>();
        for (String text : texts) {
            layers.add(layer(made, text));
        }
        Document manifest = manifest(made, platform, layers);
        new LayoutDestination(made, Optional.of(tag)).name(manifest);
        return manifest;
    }

    private static Layer layer(ImageLayout layout, String text) throws IOException {
        byte[] content = text.getBytes(UTF_8);
        return layout.addLayer(out -> {
            try (TarWriter archive = new TarWriter(out)) {
                archive.add(
                        new Entry(NativePath.of("f"), new Entry.Regular(content.length), OWN),
                        new Content.Bytes(content));
            }
        });
    }

    private static Document manifest(ImageLayout layout, Platform platform, List<Layer> layers)
            throws IOException {
        ImageConfig config =
                new ImageConfig(
                        Instant.EPOCH.plusSeconds(layers.size()),
                        null,
                        platform,
                        Execution.NONE,
                        layers.stream().map(Layer::diffId).toList(),
                        List.of());
        Descriptor blob = layout.blobs().add(MediaTypes.OCI_CONFIG, config);
        byte[] bytes =
                Json.write(Manifest.of(blob, layers.stream().map(Layer::descriptor).toList()));
        Descriptor descriptor =
                Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(bytes), bytes.length);
        return new Document(descriptor, bytes);
    }

    /// Whose files a user can unpack.
    private static final class ThisUser {
        private static final int UID = id("-u");
        private static final int GID = id("-g");

        private static int id(String which) {
            try {
                Process id = new ProcessBuilder("id", which).start();
                return Integer.parseInt(
                        new String(id.getInputStream().readAllBytes(), UTF_8).strip());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
