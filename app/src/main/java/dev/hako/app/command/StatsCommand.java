package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.document.Document;
import dev.hako.app.stats.Observation;
import dev.hako.app.stats.Screen;
import dev.hako.app.stats.StatsRow;
import dev.hako.app.stats.Watch;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.Engine;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// `hako stats`
final class StatsCommand implements Command {
    private static final Option<Boolean> ALL =
            Option.flag("-a, --all", "Show those that are not running, too");
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "table, json, a template, or table and a template")
                    .offering("table", "json");
    private static final Option<Boolean> NO_STREAM =
            Option.flag("--no-stream", "Show it once and end");
    private static final Option<Boolean> NO_TRUNC = Option.flag("--no-trunc", "Shorten nothing");
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    static final CommandForm FORM =
            new CommandForm(
                            "stats",
                            "[CONTAINER...]",
                            "Show what containers use, every second",
                            OptionSet.of(ALL, FORMAT, NO_STREAM, NO_TRUNC),
                            Order.INTERSPERSED,
                            Count.atLeast(0),
                            List.of(
                                    new Example("Watch everything that runs", "hako stats"),
                                    new Example(
                                            "One look at two",
                                            "hako stats --no-stream web database"),
                                    new Example(
                                            "For a program",
                                            "hako stats --no-stream --format '{{.Name}} {{.CPUPerc}}'")))
                    .forContainers(Candidates.Known.LIVE_CONTAINERS);

    private final Engine engine;

    StatsCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        ParsedLine line = invocation.line();
        Supplier<List<Container>> watched = watched(line);
        Watch watch = new Watch(watched);
        if (line.flag(NO_STREAM)) {
            invocation.output().print(text(watch.first(), invocation));
        } else {
            stream(watch, invocation, line.arguments().isEmpty());
        }
        return Outcome.DONE;
    }

    /// Those that are named, as long as they exist; otherwise those that run, whenever they began.
    private Supplier<List<Container>> watched(ParsedLine line) {
        if (line.arguments().isEmpty()) {
            boolean all = line.flag(ALL);
            return () ->
                    engine.containers().stream()
                            .filter(each -> all || each.state().live())
                            .toList();
        }
        List<Container> named = line.arguments().stream().map(engine::container).toList();
        return () ->
                named.stream()
                        .filter(each -> !(each.state() instanceof ContainerState.Removing))
                        .toList();
    }

    /// Ends with the caller, or with the last of the containers that were named.
    private void stream(Watch watch, Invocation invocation, boolean forever)
            throws InterruptedException {
        boolean inPlace = isTable(invocation.line()) && invocation.caller().terminal().output();
        Screen screen = new Screen(invocation.caller().terminal().size().rows());
        if (inPlace) {
            invocation.output().print(screen.clear());
        }
        List<Observation> seen = watch.first();
        while (forever || !seen.isEmpty()) {
            String text = text(seen, invocation);
            invocation.output().print(inPlace ? screen.replace(text) : text);
            invocation.output().flush();
            Thread.sleep(INTERVAL);
            seen = watch.next();
        }
    }

    private static boolean isTable(ParsedLine line) {
        String format = line.value(FORMAT).orElse("table");
        return format.isEmpty() || format.equals("table") || format.startsWith("table ");
    }

    private String text(List<Observation> seen, Invocation invocation) {
        ParsedLine line = invocation.line();
        long machineBytes = engine.info().host().memoryBytes();
        List<Document> rows =
                seen.stream()
                        .map(each -> StatsRow.of(each, machineBytes, line.flag(NO_TRUNC)))
                        .toList();
        return StatsRow.LISTING.of(
                rows, line.value(FORMAT).orElse(""), invocation.caller().terminal().output());
    }
}
