package dev.hako.image.policy;

import dev.hako.failure.Failure;
import dev.hako.image.source.Document;
import dev.hako.image.source.ReferredSource;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A signature as cosign stores it: a layer of a manifest that has a tag of its own, or refers to
/// the signed one (cosign's SIGNATURE_SPEC.md).
///
/// @param payload what is signed
/// @param signature over these bytes
record CosignSignature(byte[] payload, byte[] signature) {
    private static final String PAYLOAD_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";
    private static final String ARTIFACT_TYPE = "application/vnd.dev.cosign.artifact.sig.v1+json";
    private static final String ANNOTATION = "dev.cosignproject.cosign/signature";
    private static final int MOST_SIGNATURES = 64;
    private static final int MOST_PAYLOAD_BYTES = 1 << 16;

    /// All that a repository has for a manifest.
    static List<CosignSignature> of(Digest subject, ReferredSource source) throws IOException {
        List<Document> manifests = new ArrayList<>();
        Optional<Document> tagged =
                source.tagged(subject.algorithm() + "-" + subject.hex() + ".sig");
        tagged.ifPresent(manifests::add);
        for (Descriptor referrer : source.referrers(subject)) {
            if (ARTIFACT_TYPE.equals(referrer.artifactType())) {
                manifests.add(source.document(referrer));
            }
            requireFew(manifests.size());
        }
        List<CosignSignature> signatures = new ArrayList<>();
        for (Document manifest : manifests) {
            addAll(Manifest.parse(manifest.bytes()).layers(), source, signatures);
        }
        return signatures;
    }

    private static void addAll(
            List<Descriptor> layers, ReferredSource source, List<CosignSignature> signatures)
            throws IOException {
        for (Descriptor layer : layers) {
            String signature = layer.annotations().get(ANNOTATION);
            if (signature != null
                    && layer.mediaType().equals(PAYLOAD_TYPE)
                    && layer.sizeBytes() <= MOST_PAYLOAD_BYTES) {
                requireFew(signatures.size());
                signatures.add(
                        new CosignSignature(source.document(layer).bytes(), decode(signature)));
            }
        }
    }

    private static void requireFew(int count) {
        if (count >= MOST_SIGNATURES) {
            throw Failure.of(
                    Failure.Kind.DENIED, "it has more than " + MOST_SIGNATURES + " signatures");
        }
    }

    /// What is no base64 is no key's signature either.
    private static byte[] decode(String signature) {
        try {
            return Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
