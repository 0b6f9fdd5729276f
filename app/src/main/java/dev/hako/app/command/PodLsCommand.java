package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.document.Document;
import dev.hako.app.output.Listing;
import dev.hako.app.output.Words;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import java.time.InstantSource;
import java.util.List;

/// `hako pod ls`
final class PodLsCommand implements Command {
    private static final Option<KeyValue> FILTER =
            Option.of(
                    "-f, --filter",
                    "KEY=VALUE",
                    KeyValue::parseBoth,
                    "Only some: id, name, label, status, network, ctr-names");
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "table, json, a template, or table and a template");
    private static final Option<Boolean> NO_TRUNC = Option.flag("--no-trunc", "Shorten nothing");
    private static final Option<Boolean> QUIET = Option.flag("-q, --quiet", "Show ids only");
    private static final CommandForm FORM =
            new CommandForm(
                    "pod ls",
                    "",
                    "List pods",
                    OptionSet.of(FILTER, FORMAT, NO_TRUNC, QUIET),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("All pods", "hako pod ls"),
                            new Example(
                                    "Those of which a container has ended",
                                    "hako pod ls --filter status=degraded")));

    private static final Listing LISTING =
            new Listing(
                    PodRow.HEADINGS,
                    "{{.ID}}\t{{.Name}}\t{{.Status}}\t{{.Created}}\t{{.NumberOfContainers}}");

    private final Engine engine;
    private final InstantSource clock;

    PodLsCommand(Engine engine, InstantSource clock) {
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
        PodFilter filter = PodFilter.of(line.values(FILTER));
        List<Pod> pods = engine.pods().stream().filter(filter::accepts).toList();
        boolean whole = line.flag(NO_TRUNC);
        if (line.flag(QUIET) && !line.has(FORMAT)) {
            pods.stream()
                    .map(pod -> whole ? pod.id() : Words.shortId(pod.id()))
                    .forEach(invocation.output()::println);
            return Outcome.DONE;
        }
        List<Document> rows =
                pods.stream().map(pod -> PodRow.of(pod, clock.instant(), whole)).toList();
        String format = line.value(FORMAT).orElse("");
        boolean terminal = invocation.caller().terminal().output();
        invocation.output().print(LISTING.of(rows, format, terminal));
        return Outcome.DONE;
    }
}
