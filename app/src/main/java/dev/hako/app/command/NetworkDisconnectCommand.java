package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.network.Connectable;
import dev.hako.app.network.ShownNetworks;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.List;

/// `hako network disconnect`
final class NetworkDisconnectCommand implements Command {
    private static final Option<Boolean> FORCE =
            Option.flag("-f, --force", "Be content if it is not connected");
    static final CommandForm FORM =
            new CommandForm(
                    "network disconnect",
                    "NETWORK CONTAINER|POD",
                    "Take a container from a network",
                    OptionSet.of(FORCE),
                    Order.INTERSPERSED,
                    new Count(2, 2),
                    List.of(
                            new Example(
                                    "Cut a container off while it runs",
                                    "hako network disconnect shop store")));

    private final Engine engine;

    NetworkDisconnectCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        List<String> arguments = invocation.line().arguments();
        ShownNetworks.requireMade(arguments.getFirst(), "disconnected from");
        try {
            Connectable.find(engine, arguments.getLast())
                    .disconnecting()
                    .accept(arguments.getFirst());
        } catch (Failure e) {
            if (!invocation.line().flag(FORCE) || e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
        }
        return Outcome.DONE;
    }
}
