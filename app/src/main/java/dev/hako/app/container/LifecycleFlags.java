package dev.hako.app.container;

import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.KeyValue;
import dev.hako.app.value.Numbers;
import dev.hako.app.value.Restarts;
import dev.hako.app.value.Signals;
import dev.hako.app.value.Size;
import dev.hako.engine.config.LifecycleOptions;
import dev.hako.engine.config.LifecycleOptions.LogLimits;
import dev.hako.engine.config.RestartPolicy;
import dev.hako.failure.Failure;
import java.time.Duration;
import java.util.List;

/// What happens when the container ends, and how it is ended.
final class LifecycleFlags {
    private static final int MOST_LOG_FILES = 1000;

    static final Option<Boolean> RM = Option.flag("--rm", "Remove the container when it has ended");
    private static final Option<RestartPolicy> RESTART =
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
    private static final Option<KeyValue> LOG_OPT =
            Option.of(
                            "--log-opt",
                            "NAME=VALUE",
                            LifecycleFlags::logOption,
                            "max-size=BYTES of a log file, max-file=NUMBER of them")
                    .offering("max-size=", "max-file=");

    static final List<Option<?>> ALL = List.of(RM, RESTART, STOP_SIGNAL, STOP_TIMEOUT, LOG_OPT);

    private LifecycleFlags() {}

    static LifecycleOptions read(ParsedLine line) {
        return new LifecycleOptions(
                line.flag(RM),
                line.value(STOP_SIGNAL),
                line.value(STOP_TIMEOUT).map(Duration::ofSeconds),
                line.value(RESTART).orElse(RestartPolicy.NEVER),
                log(line.values(LOG_OPT)));
    }

    private static LogLimits log(List<KeyValue> options) {
        LogLimits limits = LogLimits.STANDARD;
        for (KeyValue option : options) {
            limits =
                    option.key().equals("max-size")
                            ? new LogLimits(Size.parse(option.value()), limits.maxFiles())
                            : new LogLimits(limits.maxBytes(), files(option.value()));
        }
        return limits;
    }

    private static KeyValue logOption(String text) {
        KeyValue option = KeyValue.parseBoth(text);
        switch (option.key()) {
            case "max-size" -> Size.parse(option.value());
            case "max-file" -> files(option.value());
            default ->
                    throw Failure.invalid("unknown log option \"" + option.key() + "\"")
                            .hint("known are max-size and max-file");
        }
        return option;
    }

    private static int files(String text) {
        return Numbers.between(1, MOST_LOG_FILES).apply(text);
    }
}
