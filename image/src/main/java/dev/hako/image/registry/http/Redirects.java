package dev.hako.image.registry.http;

/// Where a server sends its clients instead of answering (RFC 9110, section 15.4).
final class Redirects {
    private Redirects() {}

    static boolean is(Reply reply) {
        return switch (reply.status()) {
            case 301, 302, 303, 307, 308 -> reply.header("Location").isPresent();
            default -> false;
        };
    }

    /// The same call there. Headers such as `Range` go along; credentials never were among them.
    static Call follow(Call call, Reply reply) {
        Call there = call.at(Location.of(reply));
        return call.body().isPresent() && reply.status() <= 303 ? there.asGet() : there;
    }
}
