package dev.hako.app.value;

import dev.hako.failure.Failure;
import dev.hako.kernel.Signal;

/// Signals as users write them: `KILL`, `sigkill` or `9`.
public final class Signals {
    private Signals() {}

    /// The signal's number.
    public static int parse(String text) {
        return Signal.parse(text)
                .orElseThrow(() -> Failure.invalid("no such signal").hint("see signal(7)"))
                .number();
    }
}
