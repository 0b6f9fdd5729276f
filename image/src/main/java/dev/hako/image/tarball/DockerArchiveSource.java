package dev.hako.image.tarball;

import dev.hako.failure.Failure;
import dev.hako.image.blob.Contents;
import dev.hako.image.source.Document;
import dev.hako.image.source.ImageSource;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageConfig;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One image of an archive that has only a `manifest.json`. It names no digests, so a manifest is
/// made: an uncompressed layer has its diff-id as digest, a compressed one is read once for it.
final class DockerArchiveSource implements ImageSource {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int ZSTD_FIRST = 0x28;
    private static final int ZSTD_SECOND = 0xb5;

    private final ArchiveFiles files;
    private final String name;
    private final ArchiveManifest.Item image;
    private final Map<Digest, String> members = new HashMap<>();

    DockerArchiveSource(ArchiveFiles files, String name, ArchiveManifest.Item image) {
        this.files = files;
        this.name = name;
        this.image = image;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized Document top() throws IOException {
        byte[] config = read(image.config());
        Digest id = Digest.sha256(config);
        members.put(id, image.config());
        List<Digest> diffIds = ImageConfig.parse(config).diffIds();
        if (diffIds.size() != image.layers().size()) {
            throw Failure.invalid(
                    "cannot read the image \""
                            + name
                            + "\": its configuration speaks of "
                            + diffIds.size()
                            + " layers, the archive has "
                            + image.layers().size());
        }
        List<Descriptor> layers = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            layers.add(layer(image.layers().get(i), diffIds.get(i)));
        }
        Manifest manifest =
                Manifest.of(Descriptor.of(MediaTypes.OCI_CONFIG, id, config.length), layers);
        byte[] bytes = Json.write(manifest);
        return new Document(
                Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(bytes), bytes.length), bytes);
    }

    private byte[] read(String member) throws IOException {
        if (files.sizeBytes(member) > Json.MAX_BYTES) {
            throw Failure.invalid("\"" + member + "\" is too large for a document");
        }
        try (InputStream in = files.open(member, 0)) {
            return in.readAllBytes();
        }
    }

    private Descriptor layer(String member, Digest diffId) throws IOException {
        String suffix = compression(member);
        Digest digest = suffix.isEmpty() ? diffId : hash(member);
        members.put(digest, member);
        return Descriptor.of(MediaTypes.OCI_LAYER + suffix, digest, files.sizeBytes(member));
    }

    private String compression(String member) throws IOException {
        try (InputStream in = files.open(member, 0)) {
            int first = in.read();
            int second = in.read();
            if (first == GZIP_FIRST && second == GZIP_SECOND) {
                return "+gzip";
            }
            return first == ZSTD_FIRST && second == ZSTD_SECOND ? "+zstd" : "";
        }
    }

    private Digest hash(String member) throws IOException {
        MessageDigest hash = Digest.Algorithm.SHA256.messageDigest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = files.open(member, 0)) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                hash.update(buffer, 0, count);
            }
        }
        return Digest.of(Digest.Algorithm.SHA256, hash.digest());
    }

    @Override
    public Document document(Descriptor descriptor) throws IOException {
        Contents.requireDocument(descriptor);
        try (InputStream in = blob(descriptor, 0)) {
            byte[] bytes = in.readAllBytes();
            Contents.compare(descriptor, bytes);
            return new Document(descriptor, bytes);
        }
    }

    @Override
    public synchronized InputStream blob(Descriptor descriptor, long offset) {
        String member = members.get(descriptor.digest());
        if (member == null) {
            throw Failure.notFound(
                    "the blob " + descriptor.digest() + " is not in the image \"" + name + "\"");
        }
        return files.open(member, offset);
    }

    @Override
    public void close() {
        files.close();
    }
}
