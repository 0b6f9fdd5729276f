package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.network.NetworkDetails;
import dev.hako.app.network.ShownNetworks;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako network inspect`
final class NetworkInspectCommand implements Command {
    private static final Option<Boolean> VERBOSE =
            Option.flag("-v, --verbose", "Show what a swarm knows, too; there is none");
    static final CommandForm FORM =
            new CommandForm(
                    "network inspect",
                    "NETWORK [NETWORK...]",
                    "Show all there is to know about networks",
                    OptionSet.of(Inspection.FORMAT, VERBOSE),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(
                            new Example("Everything", "hako network inspect shop"),
                            new Example(
                                    "Who is connected to it",
                                    "hako network inspect -f '{{range .Containers}}{{.Name}}"
                                            + " {{.IPv4Address}}{{println}}{{end}}' shop")));

    private final Engine engine;

    NetworkInspectCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ShownNetworks networks = new ShownNetworks(engine);
        return Inspection.show(
                invocation,
                reference -> NetworkDetails.of(networks.network(reference), engine),
                _ -> 1);
    }
}
