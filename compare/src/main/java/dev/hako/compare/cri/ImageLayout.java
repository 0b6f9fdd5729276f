package dev.hako.compare.cri;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// An image layout (OCI image specification) with one image.
///
/// @param folder of `index.json` and `blobs`
record ImageLayout(Path folder) {
    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

    /// A layer.
    ///
    /// @param tar its files
    /// @param packed the same as it is stored
    /// @param gzip whether that is by gzip
    record Layer(byte[] tar, byte[] packed, boolean gzip) {
        /// One that is stored as it is.
        static Layer plain(byte[] tar) {
            return new Layer(tar, tar, false);
        }

        private String type() {
            return gzip ? LAYER_TYPE + "+gzip" : LAYER_TYPE;
        }
    }

    /// Writes an image whose program is `/hako-probe`.
    void write(String name, List<Layer> layers) throws IOException {
        Files.createDirectories(folder.resolve("blobs/sha256"));
        List<String> digests = new ArrayList<>();
        List<String> blobs = new ArrayList<>();
        for (Layer layer : layers) {
            digests.add("\"" + digest(layer.tar()) + "\"");
            blobs.add(blob(layer.type(), layer.packed(), ""));
        }
        String config =
                """
                {"architecture":"%s","os":"linux","config":{"Entrypoint":["/hako-probe","rest"]},\
                "rootfs":{"type":"layers","diff_ids":[%s]}}\
                """
                        .formatted(architecture(), String.join(",", digests));
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}\
                """
                        .formatted(
                                MANIFEST_TYPE,
                                blob(CONFIG_TYPE, bytes(config), ""),
                                String.join(",", blobs));
        String named = ",\"annotations\":{\"io.containerd.image.name\":\"" + name + "\"}";
        String index =
                "{\"schemaVersion\":2,\"manifests\":["
                        + blob(MANIFEST_TYPE, bytes(manifest), named)
                        + "]}";
        Files.writeString(folder.resolve("index.json"), index);
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    /// Writes a blob, and answers its descriptor.
    private String blob(String type, byte[] content, String more) throws IOException {
        String digest = digest(content);
        Files.write(folder.resolve("blobs").resolve(digest.replace(':', '/')), content);
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
