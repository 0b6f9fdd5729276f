package dev.hako.image.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hako.image.source.Document;
import dev.hako.image.source.ImageDestination;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Manifest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Signs as `cosign sign --key` does.
///
/// @param algorithm as the JDK calls it
record Signer(KeyPair keys, String algorithm) {
    static Signer ofKind(String kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        switch (kind) {
            case "EC" -> generator.initialize(256);
            case "RSA" -> generator.initialize(2048);
            default -> {
                // It has one size.
            }
        }
        String algorithm =
                kind.equals("Ed25519") ? kind : "SHA256with" + (kind.equals("EC") ? "ECDSA" : kind);
        return new Signer(generator.generateKeyPair(), algorithm);
    }

    Path writePublicKey(Path file) throws IOException {
        String body =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPublic().getEncoded());
        return Files.writeString(
                file, "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
    }

    static byte[] claim(String name, Digest digest) {
        return """
        {"critical":{"identity":{"docker-reference":"%s"},"image":{"docker-manifest-digest":"%s"},"type":"cosign container image signature"},"optional":null}\
        """
                .formatted(name, digest)
                .getBytes(UTF_8);
    }

    byte[] sign(byte[] payload) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(keys.getPrivate());
        signature.update(payload);
        return signature.sign();
    }

    /// Pushes the signature of a payload.
    ///
    /// @param to its tag, or the image's repository if it refers to a subject
    void push(byte[] payload, ImageDestination to, @Nullable Descriptor subject)
            throws IOException, GeneralSecurityException {
        Descriptor layer =
                blob(to, "application/vnd.dev.cosign.simplesigning.v1+json", payload)
                        .withAnnotations(
                                Map.of(
                                        "dev.cosignproject.cosign/signature",
                                        Base64.getEncoder().encodeToString(sign(payload))));
        Descriptor config = blob(to, MediaTypes.OCI_CONFIG, "{}".getBytes(UTF_8));
        byte[] manifest =
                Json.write(
                        new Manifest(
                                MediaTypes.OCI_MANIFEST,
                                subject == null
                                        ? null
                                        : "application/vnd.dev.cosign.artifact.sig.v1+json",
                                config,
                                List.of(layer),
                                subject,
                                Map.of()));
        Document document =
                new Document(
                        Descriptor.of(
                                MediaTypes.OCI_MANIFEST, Digest.sha256(manifest), manifest.length),
                        manifest);
        if (subject == null) {
            to.name(document);
        } else {
            to.put(document);
        }
    }

    private static Descriptor blob(ImageDestination to, String mediaType, byte[] bytes)
            throws IOException {
        Descriptor blob = Descriptor.of(mediaType, Digest.sha256(bytes), bytes.length);
        to.put(new Document(blob, bytes));
        return blob;
    }
}
