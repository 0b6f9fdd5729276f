package dev.hako.app.command;

import dev.hako.app.caller.Output;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.Numbers;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.log.LogEntry;
import dev.hako.engine.log.LogReader;
import dev.hako.engine.log.LogRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// `hako logs`
final class LogsCommand implements Command {
    private static final Option<Boolean> FOLLOW =
            Option.flag("-f, --follow", "Wait for more until the container ends");
    private static final Option<String> SINCE =
            Option.text(
                    "--since", "TIME", "From a time on, such as 2026-01-02T15:04:05Z or 10m ago");
    private static final Option<String> UNTIL = Option.text("--until", "TIME", "Up to a time");
    private static final Option<OptionalLong> TAIL =
            Option.of("-n, --tail", "NUMBER", LogsCommand::tail, "Only so many of the last lines");
    private static final Option<Boolean> TIMESTAMPS =
            Option.flag("-t, --timestamps", "Show when each line was written");
    static final CommandForm FORM =
            new CommandForm(
                    "logs",
                    "CONTAINER",
                    "Show what a container has written",
                    OptionSet.of(FOLLOW, SINCE, UNTIL, TAIL, TIMESTAMPS),
                    Order.INTERSPERSED,
                    Count.ONE,
                    List.of(
                            new Example(
                                    "The last ten lines, and what follows",
                                    "hako logs -f -n 10 web"),
                            new Example("The last five minutes", "hako logs --since 5m web")));

    private final Engine engine;
    private final InstantSource clock;

    LogsCommand(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        Container container = engine.container(line.arguments().getFirst());
        boolean timestamps = line.flag(TIMESTAMPS);
        Output output = invocation.output();
        Runnable flush = output::flush;
        try (LogReader reader = container.logs(request(invocation))) {
            Optional<LogEntry> entry = reader.next(flush);
            while (entry.isPresent()) {
                print(entry.get(), timestamps, output);
                entry = reader.next(flush);
            }
        }
        return Outcome.DONE;
    }

    private LogRequest request(Invocation invocation) {
        ParsedLine line = invocation.line();
        Moments moments = new Moments(invocation, clock.instant());
        return new LogRequest(
                line.flag(FOLLOW),
                true,
                true,
                moments.of(SINCE),
                moments.of(UNTIL),
                line.value(TAIL).orElse(OptionalLong.empty()));
    }

    /// A container's own bytes, unchanged: its user wants its colours.
    private static void print(LogEntry entry, boolean timestamps, Output output) {
        byte[] text = entry.text();
        byte[] time =
                timestamps ? (entry.time() + " ").getBytes(StandardCharsets.US_ASCII) : new byte[0];
        byte[] line = Arrays.copyOf(time, time.length + text.length + (entry.whole() ? 1 : 0));
        System.arraycopy(text, 0, line, time.length, text.length);
        if (entry.whole()) {
            line[line.length - 1] = '\n';
        }
        output.write(line, entry.stream() == LogEntry.Stream.STDERR);
    }

    private static OptionalLong tail(String text) {
        return text.equals("all") || text.equals("-1")
                ? OptionalLong.empty()
                : OptionalLong.of(Numbers.atLeast(0).apply(text));
    }
}
