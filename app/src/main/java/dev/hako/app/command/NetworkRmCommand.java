package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.network.ShownNetworks;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.List;

/// `hako network rm`
final class NetworkRmCommand implements Command {
    private static final Option<Boolean> FORCE =
            Option.flag("-f, --force", "Miss none that is not there");
    static final CommandForm FORM =
            new CommandForm(
                    "network rm",
                    "NETWORK [NETWORK...]",
                    "Remove networks",
                    OptionSet.of(FORCE),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(
                            new Example(
                                    "Remove a network that no running container is in",
                                    "hako network rm shop"),
                            new Example("Remove it if it is there", "hako network rm -f shop")));

    private final Engine engine;

    NetworkRmCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        boolean force = invocation.line().flag(FORCE);
        boolean failed = false;
        for (String reference : invocation.line().arguments()) {
            try {
                remove(reference, force);
                invocation.output().println(reference);
            } catch (Failure e) {
                invocation.output().complain(e);
                failed = true;
            }
        }
        return new Outcome.Exit(failed ? 1 : 0);
    }

    private void remove(String reference, boolean force) {
        ShownNetworks.requireMade(reference, "removed");
        try {
            engine.networks().remove(reference);
        } catch (Failure e) {
            if (!force || e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }
}
