package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.document.JsonText;
import dev.hako.app.output.Listing;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import java.time.InstantSource;
import java.util.List;

/// `hako pod ls`
final class PodLsCommand implements PodCommand {
    private static final Option<KeyValue> FILTER =
            Option.of(
                            "-f, --filter",
                            "KEY=VALUE",
                            KeyValue::parseBoth,
                            "Only some: id, name, label, status, network, ctr-names")
                    .offering(
                            "ctr-names=",
                            "id=",
                            "label=",
                            "name=",
                            "network=none",
                            "network=host",
                            "status=created",
                            "status=running",
                            "status=degraded",
                            "status=paused",
                            "status=exited");
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "table, json, a template, or table and a template")
                    .offering("table", "json");
    private static final Option<Boolean> CTR_IDS =
            Option.flag("--ctr-ids", "Show the ids of their containers");
    private static final Option<Boolean> CTR_NAMES =
            Option.flag("--ctr-names", "Show the names of their containers");
    private static final Option<Boolean> CTR_STATUS =
            Option.flag("--ctr-status", "Show the states of their containers");
    private static final Option<Boolean> NO_HEADING =
            Option.flag("--noheading", "Do not say what the columns are");
    private static final Option<Boolean> NO_TRUNC = Option.flag("--no-trunc", "Shorten nothing");
    private static final Option<Boolean> QUIET = Option.flag("-q, --quiet", "Show ids only");
    static final CommandForm FORM =
            new CommandForm(
                    "pod ls",
                    "",
                    "List pods",
                    OptionSet.of(
                            FILTER,
                            FORMAT,
                            CTR_IDS,
                            CTR_NAMES,
                            CTR_STATUS,
                            NO_HEADING,
                            NO_TRUNC,
                            QUIET),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("All pods", "hako pod ls"),
                            new Example(
                                    "Those of which a container has ended",
                                    "hako pod ls --filter status=degraded")));

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
        List<Pod> pods = engine.pods().all().stream().filter(filter::accepts).toList();
        String format = line.value(FORMAT).orElse("");
        if (line.flag(QUIET) && format.isEmpty()) {
            pods.stream().map(Pod::id).forEach(invocation.output()::println);
        } else if (format.equals("json")) {
            invocation.output().println(JsonText.pretty(pods.stream().map(PodRow::json).toList()));
        } else {
            invocation.output().print(table(pods, line, invocation.caller().terminal().output()));
        }
        return Outcome.DONE;
    }

    private String table(List<Pod> pods, ParsedLine line, boolean terminal) {
        boolean whole = line.flag(NO_TRUNC);
        String format = line.value(FORMAT).orElse("");
        String table =
                new Listing(PodRow.HEADINGS, columns(line))
                        .of(
                                pods.stream()
                                        .map(pod -> PodRow.of(pod, clock.instant(), whole))
                                        .toList(),
                                format,
                                terminal);
        return line.flag(NO_HEADING) && (format.isEmpty() || format.startsWith("table"))
                ? table.substring(table.indexOf('\n') + 1)
                : table;
    }

    private static String columns(ParsedLine line) {
        StringBuilder columns = new StringBuilder("{{.ID}}\t{{.Name}}\t{{.Status}}\t{{.Created}}");
        if (line.flag(CTR_IDS)) {
            columns.append("\t{{.ContainerIds}}");
        }
        if (line.flag(CTR_NAMES)) {
            columns.append("\t{{.ContainerNames}}");
        }
        if (line.flag(CTR_STATUS)) {
            columns.append("\t{{.ContainerStatuses}}");
        }
        boolean counted = !line.flag(CTR_IDS) && !line.flag(CTR_NAMES) && !line.flag(CTR_STATUS);
        return columns.append(counted ? "\t{{.NumberOfContainers}}" : "").toString();
    }
}
