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
import dev.hako.app.value.Numbers;
import dev.hako.app.value.Size;
import dev.hako.engine.Container;
import dev.hako.engine.ContainerSizes;
import dev.hako.engine.Engine;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// `hako ps`
final class PsCommand implements Command {
    private static final Option<Boolean> ALL =
            Option.flag("-a, --all", "Show those that are not running, too");
    private static final Option<KeyValue> FILTER =
            Option.of(
                            "-f, --filter",
                            "KEY=VALUE",
                            KeyValue::parseBoth,
                            "Only some: id, name, label, status, exited, ancestor, isolation, health,"
                                    + " network, pod, volume, before, since")
                    .offering(
                            "ancestor=",
                            "before=",
                            "exited=",
                            "health=healthy",
                            "health=unhealthy",
                            "health=starting",
                            "health=none",
                            "id=",
                            "isolation=",
                            "label=",
                            "name=",
                            "network=",
                            "pod=",
                            "since=",
                            "status=created",
                            "status=running",
                            "status=paused",
                            "status=restarting",
                            "status=exited",
                            "volume=");
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "table, json, a template, or table and a template")
                    .offering("table", "json");
    private static final Option<Integer> LAST =
            Option.of(
                    "-n, --last",
                    "NUMBER",
                    Numbers.between(-1, Integer.MAX_VALUE),
                    "Only the newest, running or not");
    private static final Option<Boolean> LATEST =
            Option.flag("-l, --latest", "Only the newest one, running or not");
    private static final Option<Boolean> POD =
            Option.flag("-p, --pod", "Show the pods they are in, too");
    private static final Option<Boolean> NO_TRUNC = Option.flag("--no-trunc", "Shorten nothing");
    private static final Option<Boolean> QUIET = Option.flag("-q, --quiet", "Show ids only");
    private static final Option<Boolean> SIZE =
            Option.flag("-s, --size", "Show the size of their files, too");
    static final CommandForm FORM =
            new CommandForm(
                    "ps",
                    "",
                    "List containers",
                    OptionSet.of(ALL, FILTER, FORMAT, LAST, LATEST, POD, NO_TRUNC, QUIET, SIZE),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("What is running", "hako ps"),
                            new Example(
                                    "What has failed",
                                    "hako ps -a --filter status=exited --filter exited=1"),
                            new Example(
                                    "Names and walls",
                                    "hako ps --format 'table {{.Names}}\\t{{.Isolation}}'")));

    private static final String COLUMNS =
            "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t"
                    + "{{.Names}}";
    private static final String POD_COLUMNS = "\t{{.Pod}}\t{{.PodName}}";
    private static final String SIZE_COLUMN = "\t{{.Size}}";

    private final Engine engine;
    private final InstantSource clock;

    PsCommand(Engine engine, InstantSource clock) {
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
        List<Container> chosen = chosen(line);
        boolean whole = line.flag(NO_TRUNC);
        if (line.flag(QUIET) && !line.has(FORMAT)) {
            chosen.stream()
                    .map(Container::id)
                    .map(id -> whole ? id : Words.shortId(id))
                    .forEach(invocation.output()::println);
            return Outcome.DONE;
        }
        String format = line.value(FORMAT).orElse("");
        ContainerRow.Look look = look(invocation, format);
        List<Document> rows = chosen.stream().map(each -> ContainerRow.of(each, look)).toList();
        boolean terminal = invocation.caller().terminal().output();
        invocation.output().print(listing(line).of(rows, format, terminal));
        return Outcome.DONE;
    }

    /// Sizes are measured for whoever names them.
    private ContainerRow.Look look(Invocation invocation, String format) {
        ParsedLine line = invocation.line();
        ContainerSizes sizes = new ContainerSizes();
        boolean sized = line.flag(SIZE) || format.contains(".Size");
        return new ContainerRow.Look(
                clock.instant(),
                invocation.caller().zone(),
                line.flag(NO_TRUNC),
                container -> sized ? size(sizes.of(container)) : "");
    }

    private static String size(ContainerSizes.Bytes bytes) {
        return Size.roughly(bytes.own()) + " (virtual " + Size.roughly(bytes.whole()) + ")";
    }

    private static Listing listing(ParsedLine line) {
        String pods = line.flag(POD) ? POD_COLUMNS : "";
        String size = line.flag(SIZE) ? SIZE_COLUMN : "";
        return new Listing(ContainerRow.HEADINGS, COLUMNS + pods + size);
    }

    private List<Container> chosen(ParsedLine line) {
        ContainerFilter filter = ContainerFilter.of(line.values(FILTER), engine);
        int last = line.flag(LATEST) ? 1 : line.value(LAST).orElse(-1);
        boolean all = line.flag(ALL) || last > 0 || filter.wantsEnded();
        Stream<Container> containers =
                engine.containers().stream()
                        .filter(each -> all || each.state().live())
                        .filter(filter::accepts);
        return (last > 0 ? containers.limit(last) : containers).toList();
    }
}
