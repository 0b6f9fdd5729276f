package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.output.Listing;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Engine;
import dev.hako.engine.volume.Volume;
import java.util.List;
import java.util.Set;

/// `hako volume ls`
final class VolumeLsCommand implements Command {
    private static final Set<String> KEYS = Set.of("dangling", "driver", "label", "name");
    private static final Option<KeyValue> FILTER =
            Option.of(
                            "-f, --filter",
                            "KEY=VALUE",
                            KeyValue::parseBoth,
                            "Only some: dangling, driver, label, name")
                    .offering("dangling=", "driver=", "label=", "name=");
    private static final Option<String> FORMAT =
            Option.text("--format", "FORMAT", "table, json, a template, or table and a template")
                    .offering("table", "json");
    private static final Option<Boolean> QUIET = Option.flag("-q, --quiet", "Show names only");
    static final CommandForm FORM =
            new CommandForm(
                    "volume ls",
                    "",
                    "List volumes",
                    OptionSet.of(FILTER, FORMAT, QUIET),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("All there are", "hako volume ls"),
                            new Example(
                                    "Those that no container uses",
                                    "hako volume ls -q -f dangling=true")));
    private static final Listing LISTING =
            new Listing(VolumeRow.HEADINGS, "{{.Driver}}\t{{.Name}}");

    private final Engine engine;

    VolumeLsCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        Filters filters = Filters.of(line.values(FILTER), KEYS);
        List<Volume> chosen =
                engine.volumes().list().stream()
                        .filter(volume -> accepts(filters, volume))
                        .toList();
        if (line.flag(QUIET) && !line.has(FORMAT)) {
            chosen.forEach(volume -> invocation.output().println(volume.name()));
            return Outcome.DONE;
        }
        boolean terminal = invocation.caller().terminal().output();
        invocation
                .output()
                .print(
                        LISTING.of(
                                chosen.stream().map(VolumeRow::of).toList(),
                                line.value(FORMAT).orElse(""),
                                terminal));
        return Outcome.DONE;
    }

    private boolean accepts(Filters filters, Volume volume) {
        return filters.labels(volume.labels())
                && filters.any("name", volume.name()::contains)
                && filters.any("driver", Volume.DRIVER::equals)
                && filters.any(
                        "dangling",
                        word ->
                                Filters.isTrue(word)
                                        == engine.volumes().users(volume.name()).isEmpty());
    }
}
