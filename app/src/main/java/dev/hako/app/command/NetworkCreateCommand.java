package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.network.RangeChoice;
import dev.hako.app.network.ShownNetwork;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Engine;
import dev.hako.engine.config.NetworkConfig;
import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.Subnet;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `hako network create`
final class NetworkCreateCommand implements Command {
    private static final Option<Boolean> ATTACHABLE =
            Option.flag("--attachable", "Mean a swarm, too; there is none");
    private static final Option<String> DRIVER =
            Option.of(
                            "-d, --driver",
                            "DRIVER",
                            NetworkCreateCommand::driver,
                            "Driver; there is bridge only")
                    .offering(NetworkConfig.DRIVER);
    private static final Option<InetAddress> GATEWAY =
            Option.of("--gateway", "ADDRESS", Addresses::parse, "The host's address in a subnet");
    private static final Option<Boolean> INTERNAL =
            Option.flag("--internal", "Reach nobody outside of it");
    private static final Option<Subnet> RANGE =
            Option.of(
                    "--ip-range",
                    "SUBNET",
                    Subnet::parse,
                    "Part of a subnet from which containers get addresses");
    private static final Option<Boolean> IPV6 =
            Option.flag("--ipv6", "Give addresses of IPv6, too");
    private static final Option<KeyValue> LABEL =
            Option.of("--label", "KEY[=VALUE]", KeyValue::parse, "Label to find it by");
    private static final Option<KeyValue> OPT =
            Option.of(
                            "-o, --opt",
                            "NAME=VALUE",
                            KeyValue::parseBoth,
                            "Option of the bridge, such as mtu=9000 or"
                                    + " com.docker.network.bridge.enable_icc=false")
                    .offering(
                            "mtu=",
                            "com.docker.network.bridge.name=",
                            "com.docker.network.bridge.enable_icc=",
                            "com.docker.network.bridge.enable_ip_masquerade=",
                            "com.docker.network.driver.mtu=");
    private static final Option<String> SCOPE =
            Option.of("--scope", "SCOPE", NetworkCreateCommand::scope, "Scope; there is local only")
                    .offering(ShownNetwork.SCOPE);
    private static final Option<Subnet> SUBNET =
            Option.of(
                    "--subnet",
                    "SUBNET",
                    Subnet::parse,
                    "Its addresses, such as 172.30.0.0/16; once for IPv4 and once for IPv6");
    static final CommandForm FORM =
            new CommandForm(
                            "network create",
                            "NETWORK",
                            "Make a network",
                            OptionSet.of(
                                    ATTACHABLE,
                                    DRIVER,
                                    GATEWAY,
                                    INTERNAL,
                                    RANGE,
                                    IPV6,
                                    LABEL,
                                    OPT,
                                    SCOPE,
                                    SUBNET),
                            Order.INTERSPERSED,
                            Count.ONE,
                            List.of(
                                    new Example(
                                            "Containers that find each other by name",
                                            "hako network create shop"),
                                    new Example(
                                            "Addresses of one's own choice, of both families",
                                            "hako network create --subnet 172.30.0.0/24"
                                                    + " --subnet fd00:30::/64 shop"),
                                    new Example(
                                            "Nobody in it reaches the world",
                                            "hako network create --internal vault")))
                    .offering(List.of(Candidates.Known.ANYTHING));

    private final Engine engine;

    NetworkCreateCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ParsedLine line = invocation.line();
        line.value(DRIVER);
        line.value(SCOPE);
        List<NetworkConfig.Range> ranges =
                new RangeChoice(line.values(SUBNET), line.values(RANGE), line.values(GATEWAY))
                        .ranges();
        NetworkConfig config =
                new NetworkConfig(
                        line.arguments().getFirst(),
                        line.flag(INTERNAL),
                        line.flag(IPV6),
                        ranges,
                        map(line.values(OPT)),
                        map(line.values(LABEL)));
        invocation.output().println(engine.networks().create(config).id());
        return Outcome.DONE;
    }

    private static String driver(String name) {
        if (!name.equals(NetworkConfig.DRIVER)) {
            throw Failure.unsupported("there is no driver \"" + name + "\"")
                    .hint("there is " + NetworkConfig.DRIVER + " only");
        }
        return name;
    }

    private static String scope(String name) {
        if (!name.equals(ShownNetwork.SCOPE)) {
            throw Failure.unsupported("there is no swarm, and no scope but local");
        }
        return name;
    }

    private static Map<String, String> map(List<KeyValue> pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        pairs.forEach(pair -> map.put(pair.key(), pair.value()));
        return map;
    }
}
