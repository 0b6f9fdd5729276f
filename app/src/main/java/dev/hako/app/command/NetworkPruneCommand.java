package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import dev.hako.engine.network.store.Network;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// `hako network prune`
final class NetworkPruneCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                    "network prune",
                    "",
                    "Remove all networks that no running container is connected to",
                    OptionSet.of(ContainerPruneCommand.FILTER, Confirmation.FORCE),
                    Order.INTERSPERSED,
                    Count.NONE,
                    List.of(
                            new Example("All of them", "hako network prune"),
                            new Example(
                                    "Those made more than a day ago, without a question",
                                    "hako network prune -f --filter until=24h")));

    private final Engine engine;
    private final InstantSource clock;

    NetworkPruneCommand(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        Filters filters =
                Filters.of(
                        invocation.line().values(ContainerPruneCommand.FILTER),
                        ContainerPruneCommand.KEYS);
        Optional<Instant> until = filters.until(clock.instant(), invocation.caller().zone());
        String warning =
                "WARNING! This will remove all custom networks not used by at least one"
                        + " container.";
        if (Confirmation.given(invocation, warning)) {
            new PruneReport(invocation.output())
                    .add(
                            "Networks",
                            engine.networks().prune(network -> accepts(filters, until, network)));
        }
        return Outcome.DONE;
    }

    static boolean accepts(Filters filters, Optional<Instant> until, Network network) {
        return filters.labels(network.labels())
                && until.filter(moment -> !network.createdAt().isBefore(moment)).isEmpty();
    }
}
