package dev.hako.image.registry.http;

import dev.hako.failure.Failure;
import java.net.URI;

/// Where a server says that something is (RFC 9110, section 10.2.2).
public final class Location {
    private Location() {}

    /// The address in a reply, as an absolute one.
    ///
    /// @throws Failure `DENIED` if it would be reached in the clear though this one is not;
    ///   `INVALID` if it is no address
    public static URI of(Reply reply) {
        URI target = resolve(reply, reply.header("Location").orElse(""));
        if (!Origin.of(reply.uri()).isPlain() && Origin.of(target).isPlain()) {
            throw Failure.of(
                            Failure.Kind.DENIED,
                            reply.call().intent()
                                    + ": sent on to "
                                    + shown(target)
                                    + " without TLS")
                    .hint("the registry, or a proxy before it, is not set up for TLS");
        }
        return target;
    }

    /// An address that a reply names in relation to itself.
    ///
    /// @throws Failure `INVALID` if it is none
    public static URI resolve(Reply reply, String text) {
        try {
            URI target = reply.uri().resolve(text);
            if (!text.isEmpty() && target.getHost() != null && isHttp(target)) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw Failure.invalid(
                reply.call().intent() + ": sent on to \"" + Foreign.text(text) + "\", no address");
    }

    private static boolean isHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme())
                || "https".equalsIgnoreCase(uri.getScheme());
    }

    /// Queries are not shown: they hold signatures that open what they point to.
    private static String shown(URI target) {
        return "\"" + Origin.of(target).scheme() + "://" + Origin.of(target).authority() + "\"";
    }
}
