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
import dev.hako.failure.Failure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

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
    private static final Option<Boolean> DETAILS =
            Option.flag("--details", "Show the labels, variables and tag chosen with --log-opt");
    private static final Option<Boolean> EGRESS =
            Option.flag(
                    "--egress", "Show instead what was decided about where the container sends");
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "Form of what --egress shows: json, or a template");
    static final CommandForm FORM =
            new CommandForm(
                    "logs",
                    "CONTAINER",
                    "Show what a container has written",
                    OptionSet.of(FOLLOW, SINCE, UNTIL, TAIL, TIMESTAMPS, DETAILS, EGRESS, FORMAT),
                    Order.INTERSPERSED,
                    Count.ONE,
                    List.of(
                            new Example(
                                    "The last ten lines, and what follows",
                                    "hako logs -f -n 10 web"),
                            new Example("The last five minutes", "hako logs --since 5m web"),
                            new Example(
                                    "Where it wanted to send, and whether it could",
                                    "hako logs --egress web")));

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
        if (line.flag(EGRESS)) {
            new DecisionLines(container, request(invocation), line.value(FORMAT)).print(invocation);
            return Outcome.DONE;
        }
        if (line.has(FORMAT)) {
            throw Failure.invalid("--format is for what --egress shows")
                    .hint("leave it out, or give both");
        }
        printLog(container, invocation);
        return Outcome.DONE;
    }

    private void printLog(Container container, Invocation invocation) {
        ParsedLine line = invocation.line();
        boolean timestamps = line.flag(TIMESTAMPS);
        String details = line.flag(DETAILS) ? details(container) : "";
        Output output = invocation.output();
        Runnable flush = output::flush;
        try (LogReader reader = container.logs(request(invocation))) {
            Set<LogEntry.Stream> unfinished = EnumSet.noneOf(LogEntry.Stream.class);
            Optional<LogEntry> entry = reader.next(flush);
            while (entry.isPresent()) {
                String time = timestamps ? entry.get().time() + " " : "";
                boolean begins = !unfinished.contains(entry.get().stream());
                print(entry.get(), begins ? time + details : "", output);
                note(entry.get(), unfinished);
                entry = reader.next(flush);
            }
        }
    }

    private static void note(LogEntry entry, Set<LogEntry.Stream> unfinished) {
        if (entry.whole()) {
            unfinished.remove(entry.stream());
        } else {
            unfinished.add(entry.stream());
        }
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

    /// Docker's form: `KEY=VALUE,KEY=VALUE `, with what is neither letter nor digit escaped.
    private static String details(Container container) {
        return container.logDetails().entrySet().stream()
                        .map(each -> escaped(each.getKey()) + "=" + escaped(each.getValue()))
                        .collect(Collectors.joining(","))
                + " ";
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// A container's own bytes, unchanged: its user wants its colours.
    ///
    /// @param before what we say of it
    private static void print(LogEntry entry, String before, Output output) {
        byte[] text = entry.text();
        byte[] start = before.getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(start, start.length + text.length + (entry.whole() ? 1 : 0));
        System.arraycopy(text, 0, line, start.length, text.length);
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
