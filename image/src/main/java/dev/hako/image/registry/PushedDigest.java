package dev.hako.image.registry;

import dev.hako.failure.Failure;
import dev.hako.image.registry.http.Reply;
import dev.hako.oci.image.Digest;
import java.util.Optional;

/// Whether a registry has understood what was pushed.
final class PushedDigest {
    private PushedDigest() {}

    /// A registry that answers with another digest has stored something else.
    static void compare(Reply reply, Digest pushed) {
        Optional<Digest> stored = ReceivedManifest.announced(reply);
        boolean comparable = stored.isPresent() && stored.get().algorithm() == pushed.algorithm();
        if (comparable && !stored.get().equals(pushed)) {
            throw Failure.invalid(
                    "%s: the registry has stored %s instead of %s"
                            .formatted(reply.call().intent(), stored.get(), pushed));
        }
    }
}
