package dev.hako.app.container;

import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.Numbers;
import dev.hako.app.value.Restarts;
import dev.hako.app.value.Signals;
import dev.hako.engine.config.LifecycleOptions;
import dev.hako.engine.config.RestartPolicy;
import java.time.Duration;
import java.util.List;

/// What happens when the container ends, and how it is ended.
public final class LifecycleFlags {
    static final Option<Boolean> RM = Option.flag("--rm", "Remove the container when it has ended");

    /// Whether it is started again, which a container can be told anew.
    public static final Option<RestartPolicy> RESTART =
            Option.of(
                    "--restart",
                    "POLICY",
                    Restarts::parse,
                    "Start it again after its end: no, on-failure[:RETRIES], always, unless-stopped");

    private static final Option<Integer> STOP_SIGNAL =
            Option.of("--stop-signal", "SIGNAL", Signals::parse, "What hako stop sends first");
    private static final Option<Long> STOP_TIMEOUT =
            Option.of(
                    "--stop-timeout",
                    "SECONDS",
                    Numbers.atLeast(-1),
                    "How long hako stop then waits; -1 for ever");
    static final List<Option<?>> ALL = List.of(RM, RESTART, STOP_SIGNAL, STOP_TIMEOUT);

    private LifecycleFlags() {}

    static LifecycleOptions read(ParsedLine line) {
        return new LifecycleOptions(
                line.flag(RM),
                line.value(STOP_SIGNAL),
                line.value(STOP_TIMEOUT).map(Duration::ofSeconds),
                line.value(RESTART).orElse(RestartPolicy.NEVER),
                LogFlags.read(line));
    }
}
