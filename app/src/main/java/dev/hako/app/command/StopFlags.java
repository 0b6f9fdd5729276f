package dev.hako.app.command;

import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.Numbers;
import dev.hako.app.value.Signals;
import dev.hako.engine.StopRequest;
import java.time.Duration;

/// How a container is stopped.
final class StopFlags {
    private static final Option<Long> TIME =
            Option.of(
                    "-t, --time, --timeout",
                    "SECONDS",
                    Numbers.atLeast(-1),
                    "How long to wait before it is killed; -1 for ever; 10 if not given");
    private static final Option<Integer> SIGNAL =
            Option.of(
                    "-s, --signal",
                    "SIGNAL",
                    Signals::parse,
                    "What to send first; TERM, or what the container was created with, if not given");
    static final OptionSet ALL = OptionSet.of(TIME, SIGNAL);

    private StopFlags() {}

    static StopRequest read(ParsedLine line) {
        return new StopRequest(line.value(SIGNAL), line.value(TIME).map(Duration::ofSeconds));
    }
}
