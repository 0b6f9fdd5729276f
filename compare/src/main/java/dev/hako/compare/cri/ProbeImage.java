package dev.hako.compare.cri;

import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// An image of one small program that waits for its end, as an archive of an OCI layout. Nothing is
/// pulled for it.
public final class ProbeImage {
    /// What it is called everywhere.
    public static final String NAME = "compare.local/probe:1";

    /// What its archive is called in the folder that it is made in.
    public static final String FILE = "image.tar";

    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

    private final Path layout;

    private ProbeImage(Path layout) {
        this.layout = layout;
    }

    /// Makes the archive in a folder that is its own.
    ///
    /// @return its file
    public static Path make(Path folder) {
        try {
            Path root = Files.createDirectories(folder.resolve("root"));
            Path layout = folder.resolve("layout");
            Files.createDirectories(layout.resolve("blobs/sha256"));
            Spawner.program(root);
            Path layer = tar(root, folder.resolve("layer.tar"));
            new ProbeImage(layout).write(Files.readAllBytes(layer));
            return tar(layout, folder.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path tar(Path tree, Path archive) {
        Programs.run(
                List.of(
                        "tar",
                        "--owner=0",
                        "--group=0",
                        "-C",
                        tree.toString(),
                        "-cf",
                        archive.toString(),
                        "."));
        return archive;
    }

    private void write(byte[] layer) throws IOException {
        String layers = blob(LAYER_TYPE, layer, "");
        String config =
                """
                {"architecture":"%s","os":"linux","config":{"Entrypoint":["/hako-probe","rest"]},\
                "rootfs":{"type":"layers","diff_ids":["%s"]}}\
                """
                        .formatted(architecture(), digest(layer));
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}\
                """
                        .formatted(MANIFEST_TYPE, blob(CONFIG_TYPE, bytes(config), ""), layers);
        String named = ",\"annotations\":{\"io.containerd.image.name\":\"" + NAME + "\"}";
        String index =
                "{\"schemaVersion\":2,\"manifests\":["
                        + blob(MANIFEST_TYPE, bytes(manifest), named)
                        + "]}";
        Files.writeString(layout.resolve("index.json"), index);
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    /// Writes a blob, and answers its descriptor.
    private String blob(String type, byte[] content, String more) throws IOException {
        String digest = digest(content);
        Files.write(layout.resolve("blobs").resolve(digest.replace(':', '/')), content);
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
                .formatted(type, digest, content.length, more);
    }

    private static String digest(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String architecture() {
        return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
    }
}
