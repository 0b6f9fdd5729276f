package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.Reclaimed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `hako container prune`
final class ContainerPruneCommand implements Command {
    static final Set<String> KEYS = Set.of("label", "label!", "until");
    static final Option<KeyValue> FILTER =
            Option.of(
                    "--filter",
                    "KEY=VALUE",
                    KeyValue::parseBoth,
                    "Only some: label, label!, until");
    static final CommandForm FORM =
            new CommandForm(
                    "container prune",
                    "",
                    "Remove all containers that do not run",
                    OptionSet.of(FILTER, Confirmation.FORCE),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("All of them", "hako container prune"),
                            new Example(
                                    "Those made more than a day ago, without a question",
                                    "hako container prune -f --filter until=24h")));

    private final Engine engine;
    private final InstantSource clock;

    ContainerPruneCommand(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        Filters filters = Filters.of(invocation.line().values(FILTER), KEYS);
        Optional<Instant> until = filters.until(clock.instant(), invocation.caller().zone());
        if (!Confirmation.given(invocation, "WARNING! This will remove all stopped containers.")) {
            return Outcome.DONE;
        }
        Reclaimed reclaimed = engine.prune(container -> accepts(filters, until, container));
        new PruneReport(invocation.output()).add("Containers", reclaimed).finish();
        return Outcome.DONE;
    }

    static boolean accepts(Filters filters, Optional<Instant> until, Container container) {
        return filters.labels(container.config().labels())
                && until.filter(moment -> !container.createdAt().isBefore(moment)).isEmpty();
    }
}
