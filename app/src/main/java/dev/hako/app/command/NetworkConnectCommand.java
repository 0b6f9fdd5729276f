package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.network.Connectable;
import dev.hako.app.network.ShownNetworks;
import dev.hako.engine.Engine;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.network.address.Addresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// `hako network connect`
final class NetworkConnectCommand implements Command {
    private static final Option<String> ALIAS =
            Option.text("--alias", "NAME", "Further name of the container in the network");
    private static final Option<InetAddress> IP =
            Option.of("--ip", "ADDRESS", Addresses::parse, "Its IPv4 address");
    private static final Option<InetAddress> IP6 =
            Option.of("--ip6", "ADDRESS", Addresses::parse, "Its IPv6 address");
    static final CommandForm FORM =
            new CommandForm(
                    "network connect",
                    "NETWORK CONTAINER|POD",
                    "Connect a container to a network",
                    OptionSet.of(ALIAS, IP, IP6),
                    Order.INTERSPERSED,
                    new Count(2, 2),
                    List.of(
                            new Example(
                                    "Let a container that runs reach another network",
                                    "hako network connect --alias db shop store")));

    private final Engine engine;

    NetworkConnectCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        String network = line.arguments().getFirst();
        ShownNetworks.requireMade(network, "connected to");
        NetworkJoin join =
                new NetworkJoin(
                        network,
                        line.values(ALIAS),
                        line.value(IP),
                        line.value(IP6),
                        Optional.empty());
        Connectable.find(engine, line.arguments().getLast()).connecting().accept(join);
        return Outcome.DONE;
    }
}
