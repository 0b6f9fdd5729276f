package dev.hako.door.cri.config;

import dev.hako.cri.v1.Signal;
import dev.hako.failure.Failure;

/// The interface's signals, and Linux's numbers of them (signal(7)).
public final class Signals {
    private static final String PREFIX = "SIGNAL_";

    private Signals() {}

    /// The number of a signal that is one.
    ///
    /// @throws Failure `INVALID` if Linux has none of that name
    static int number(Signal signal) {
        String name = signal.name().replace(PREFIX, "").replace("PLUS", "+").replace("MINUS", "-");
        return dev.hako.kernel.Signal.parse(name)
                .orElseThrow(() -> Failure.invalid("there is no signal " + name))
                .number();
    }

    /// The signal of a number.
    public static Signal of(int number) {
        for (Signal signal : Signal.values()) {
            boolean real = signal != Signal.SIGNAL_RUNTIME_DEFAULT && signal != Signal.UNRECOGNIZED;
            if (real && number(signal) == number) {
                return signal;
            }
        }
        return Signal.SIGNAL_RUNTIME_DEFAULT;
    }
}
