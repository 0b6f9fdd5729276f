package dev.hako.image.policy;

import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;

import dev.hako.failure.Failure;
import dev.hako.oci.image.ImageReference;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;

/// What is signed: containers/image's "simple signing" format, as cosign writes it.
///
/// @param digest of the signed manifest or index
/// @param name of the image, without its tag
record Claim(String type, String digest, String name) {
    private static final String TYPE = "cosign container image signature";

    static Claim parse(byte[] payload) {
        return Json.read(
                "signed claim", payload, in -> in.required("critical", object(Claim::read)));
    }

    private static Claim read(JsonObject in) {
        return new Claim(
                in.required("type", STRING),
                in.required(
                        "image", object(image -> image.required("docker-manifest-digest", STRING))),
                in.required(
                        "identity",
                        object(identity -> identity.required("docker-reference", STRING))));
    }

    /// Why the claim is not about an image; empty if it is.
    String against(ImageReference reference, String wanted) {
        if (!type.equals(TYPE)) {
            return "a signature is for something else than an image";
        }
        if (!digest.equals(wanted)) {
            return "a signature is for another image, " + shown(digest);
        }
        return isName(reference) ? "" : "a signature is for another name, \"" + shown(name) + "\"";
    }

    private boolean isName(ImageReference reference) {
        try {
            ImageReference signed = ImageReference.parse(name);
            return signed.registry().equals(reference.registry())
                    && signed.repository().equals(reference.repository());
        } catch (Failure e) {
            return false;
        }
    }

    /// A key has vouched for it, so that it is no stranger's; but it may be long.
    private static String shown(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
