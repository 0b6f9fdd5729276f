package dev.hako.app.value;

import dev.hako.engine.config.Limits.Ulimit;
import dev.hako.failure.Failure;
import java.util.Set;

/// Resource limits, `NAME=SOFT[:HARD]`; see getrlimit(2).
public final class Ulimits {
    private static final Set<String> NAMES =
            Set.of(
                    "core",
                    "cpu",
                    "data",
                    "fsize",
                    "locks",
                    "memlock",
                    "msgqueue",
                    "nice",
                    "nofile",
                    "nproc",
                    "rss",
                    "rtprio",
                    "rttime",
                    "sigpending",
                    "stack");

    private Ulimits() {}

    /// -1 means unlimited; without a hard limit it equals the soft one.
    public static Ulimit parse(String text) {
        KeyValue parts = KeyValue.parseBoth(text);
        if (!NAMES.contains(parts.key())) {
            throw Failure.invalid("no such limit \"" + parts.key() + "\"")
                    .hint("the limits are " + String.join(", ", NAMES.stream().sorted().toList()));
        }
        String[] bounds = parts.value().split(":", -1);
        if (bounds.length > 2) {
            throw Failure.invalid("must be NAME=SOFT[:HARD]");
        }
        long soft = bound(bounds[0]);
        long hard = bounds.length == 2 ? bound(bounds[1]) : soft;
        if (hard != -1 && (soft == -1 || soft > hard)) {
            throw Failure.invalid("the soft limit is above the hard one");
        }
        return new Ulimit(parts.key(), soft, hard);
    }

    private static long bound(String text) {
        return text.equals("unlimited") ? -1 : Numbers.atLeast(-1).apply(text);
    }
}
