package dev.hako.image.registry;

import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;

import dev.hako.image.registry.http.Reply;
import dev.hako.image.source.Document;
import dev.hako.oci.image.Descriptor;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.MediaTypes;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.Require;
import java.util.Optional;

/// A manifest or index as a registry gave it, which has to be what its digest, its header and
/// itself say.
final class ReceivedManifest {
    private ReceivedManifest() {}

    /// @param reference by which it was asked for
    static Document check(Reply reply, byte[] bytes, String reference) {
        Digest digest = digest(reply, bytes, reference);
        String said = ManifestTypes.normal(reply.header("Content-Type").orElse(""));
        String mediaType = Json.read("manifest", bytes, in -> mediaType(in, said));
        ManifestTypes.require(mediaType);
        return new Document(Descriptor.of(mediaType, digest, bytes.length), bytes);
    }

    /// By the algorithm of whoever names it: the reference, or the registry.
    private static Digest digest(Reply reply, byte[] bytes, String reference) {
        if (reference.indexOf(':') >= 0) {
            return compared(Digest.parse(reference), bytes, "its name");
        }
        return announced(reply)
                .map(said -> compared(said, bytes, "its header"))
                .orElseGet(() -> Digest.sha256(bytes));
    }

    /// What a registry says that the digest is.
    static Optional<Digest> announced(Reply reply) {
        return reply.header("Docker-Content-Digest").map(Digest::parse);
    }

    private static Digest compared(Digest expected, byte[] bytes, String by) {
        byte[] hash = expected.algorithm().messageDigest().digest(bytes);
        Digest actual = Digest.of(expected.algorithm(), hash);
        Require.that(
                actual.equals(expected),
                "manifest",
                actual,
                "should be " + expected + ", by " + by);
        return actual;
    }

    /// Header and document must agree where both say something; a document that says nothing is
    /// what it looks like (distribution-spec, "Pulling manifests").
    private static String mediaType(JsonObject in, String said) {
        String own = in.optional("mediaType", STRING, "");
        boolean silent = ManifestTypes.saysNothing(said);
        Require.that(
                own.isEmpty() || silent || own.equals(said),
                "mediaType",
                own,
                "the registry calls it \"" + said + "\"");
        if (!own.isEmpty()) {
            return own;
        }
        return silent ? looks(in) : said;
    }

    private static String looks(JsonObject in) {
        if (in.optional("schemaVersion", INT64, 0L) == 1) {
            throw ManifestTypes.firstSchema();
        }
        return in.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
    }
}
