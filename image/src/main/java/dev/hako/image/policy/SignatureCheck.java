package dev.hako.image.policy;

import dev.hako.failure.Failure;
import dev.hako.image.source.ImageSource;
import dev.hako.image.source.ReferredSource;
import dev.hako.oci.image.Digest;
import dev.hako.oci.image.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Whether one of several keys has signed an image.
///
/// @param digest of what the image's name stands for
record SignatureCheck(List<Path> keys, ImageReference reference, Digest digest) {

    /// @throws Failure `DENIED` if none has
    void require(ImageSource source) throws IOException {
        List<VerifyingKey> known = keys.stream().map(VerifyingKey::read).toList();
        if (!(source instanceof ReferredSource referred)) {
            throw denied("a signature is needed, and \"" + source.name() + "\" has none");
        }
        List<CosignSignature> signatures = CosignSignature.of(digest, referred);
        if (signatures.isEmpty()) {
            throw denied("it is not signed, and a signature by " + names() + " is needed");
        }
        String why = "none of its signatures is by " + names();
        for (CosignSignature signature : signatures) {
            if (known.stream().anyMatch(key -> isBy(key, signature))) {
                why = Claim.parse(signature.payload()).against(reference, digest.toString());
                if (why.isEmpty()) {
                    return;
                }
            }
        }
        throw denied(why);
    }

    private static boolean isBy(VerifyingKey key, CosignSignature signature) {
        return key.verifies(signature.payload(), signature.signature());
    }

    private String names() {
        return keys.stream().map(key -> "\"" + key + "\"").collect(Collectors.joining(" or "));
    }

    private static Failure denied(String why) {
        return Failure.of(Failure.Kind.DENIED, why);
    }
}
