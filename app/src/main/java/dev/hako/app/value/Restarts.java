package dev.hako.app.value;

import dev.hako.engine.config.RestartPolicy;
import dev.hako.engine.config.RestartPolicy.Mode;
import dev.hako.failure.Failure;
import java.util.stream.Stream;

/// Policies as `--restart` takes them: `no`, `on-failure`, `on-failure:5`, `always`,
/// `unless-stopped`.
public final class Restarts {
    private static final int MOST = Integer.MAX_VALUE;

    private Restarts() {}

    /// The policy that `text` names; none at all is `no`.
    public static RestartPolicy parse(String text) {
        int colon = text.indexOf(':');
        Mode mode = mode(colon < 0 ? text : text.substring(0, colon));
        int retries = colon < 0 ? 0 : Numbers.between(0, MOST).apply(text.substring(colon + 1));
        return new RestartPolicy(mode, retries);
    }

    private static Mode mode(String word) {
        if (word.isEmpty()) {
            return Mode.NO;
        }
        return Stream.of(Mode.values())
                .filter(mode -> mode.toString().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        Failure.invalid("unknown restart policy")
                                .hint("there are no, on-failure, always, unless-stopped"));
    }
}
