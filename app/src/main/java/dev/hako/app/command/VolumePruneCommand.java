package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Engine;
import dev.hako.engine.Reclaimed;
import java.util.List;
import java.util.Set;

/// `hako volume prune`
final class VolumePruneCommand implements Command {
    private static final Set<String> KEYS = Set.of("all", "label", "label!");
    private static final Option<Boolean> ALL =
            Option.flag("-a, --all", "Remove those that have a name, too");
    private static final Option<KeyValue> FILTER =
            Option.of("--filter", "KEY=VALUE", KeyValue::parseBoth, "Only some: label, label!");
    static final CommandForm FORM =
            new CommandForm(
                    "volume prune",
                    "",
                    "Remove volumes that no container uses",
                    OptionSet.of(ALL, FILTER, Confirmation.FORCE),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("Those that nobody has named", "hako volume prune"),
                            new Example(
                                    "All but those that are to stay",
                                    "hako volume prune -a -f --filter label!=keep")));

    private final Engine engine;

    VolumePruneCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        Filters filters = Filters.of(invocation.line().values(FILTER), KEYS);
        boolean all =
                invocation.line().flag(ALL)
                        || filters.has("all") && filters.any("all", Filters::isTrue);
        String warning =
                "WARNING! This will remove "
                        + (all ? "all" : "anonymous")
                        + " local volumes not used by at least one container.";
        if (!Confirmation.given(invocation, warning)) {
            return Outcome.DONE;
        }
        Reclaimed reclaimed =
                engine.volumes()
                        .prune(volume ->
                                (all || volume.anonymous()) && filters.labels(volume.labels()));
        new PruneReport(invocation.output()).add("Volumes", reclaimed).finish();
        return Outcome.DONE;
    }
}
