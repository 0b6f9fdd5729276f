package dev.hako.app.container;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.Csv;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.config.NetworkConfig;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.OthersNamespace;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.PortRequest;
import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.names.AddedHost;
import dev.hako.network.names.ResolvConf;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the container's network is connected to, and how it finds others by name.
public final class NetworkFlags {
    /// Names the network of containers that name none.
    private static final String VARIABLE = "HAKO_NETWORK";

    private static final List<String> MODES = List.of("none", "host");

    static final Option<NetworkJoin> NETWORK =
            Option.of(
                            "--network, --net",
                            "NETWORK",
                            NetworkFlags::network,
                            "Network: none, host, container:CONTAINER for another's, or one of"
                                    + " `hako network ls`, with ,alias=,ip=,ip6=,mac-address= if"
                                    + " need be; more than one connects it to all")
                    .offering(Candidates.Known.NETWORK_MODES);
    private static final Option<List<PortRequest>> PUBLISH =
            Option.of(
                    "-p, --publish",
                    "PORTS",
                    PortRequest::parse,
                    "Port of the host for one of the container: 8080:80, 127.0.0.1:8080:80,"
                            + " 53:53/udp, 8000-8010:80");
    private static final Option<Boolean> PUBLISH_ALL =
            Option.flag("-P, --publish-all", "Any free port of the host for each exposed one");
    private static final Option<List<PortRequest>> EXPOSE =
            Option.of("--expose", "PORTS", PortRequest::exposed, "Port that it serves");
    private static final Option<String> ALIAS =
            Option.text("--network-alias, --net-alias", "NAME", "Further name in its network");
    private static final Option<InetAddress> IP =
            Option.of("--ip", "ADDRESS", Addresses::parse, "Its IPv4 address");
    private static final Option<InetAddress> IP6 =
            Option.of("--ip6", "ADDRESS", Addresses::parse, "Its IPv6 address");
    private static final Option<HardwareAddress> MAC =
            Option.of(
                    "--mac-address",
                    "ADDRESS",
                    HardwareAddress::parse,
                    "Hardware address of its interface");
    private static final Option<InetAddress> DNS =
            Option.of("--dns", "ADDRESS", Addresses::parse, "Name server to ask, not the host's");
    private static final Option<String> DNS_SEARCH =
            Option.text("--dns-search", "DOMAIN", "Domain to look names up in; . for none");
    private static final Option<String> DNS_OPTION =
            Option.text("--dns-option, --dns-opt", "OPTION", "Option of resolv.conf: ndots:2");
    private static final Option<AddedHost> ADD_HOST =
            Option.of(
                    "--add-host",
                    "NAME:ADDRESS",
                    AddedHost::parse,
                    "Line of /etc/hosts; host-gateway is the host's address");

    /// All of them.
    public static final List<Option<?>> ALL =
            List.of(
                    NETWORK,
                    PUBLISH,
                    PUBLISH_ALL,
                    EXPOSE,
                    ALIAS,
                    IP,
                    IP6,
                    MAC,
                    DNS,
                    DNS_SEARCH,
                    DNS_OPTION,
                    ADD_HOST);

    private NetworkFlags() {}

    /// The networks that the line names, or else the caller's environment. What needs one is not
    /// kept from the standard one by the environment.
    public static List<NetworkJoin> asked(ParsedLine line, Caller caller) {
        List<NetworkJoin> named = line.values(NETWORK);
        boolean needed = line.has(PUBLISH) || line.has(PUBLISH_ALL) || isDetailed(line);
        return named.isEmpty() && !needed
                ? caller.env(VARIABLE)
                        .filter(text -> !text.isEmpty())
                        .map(text -> List.of(fromEnvironment(text)))
                        .orElse(List.of())
                : named;
    }

    /// The networks that the line names.
    static List<NetworkJoin> named(ParsedLine line) {
        return line.values(NETWORK);
    }

    private static NetworkJoin fromEnvironment(String text) {
        try {
            return network(text);
        } catch (Failure e) {
            throw e.during("cannot use HAKO_NETWORK=" + text);
        }
    }

    /// The one that is no network to be connected to: `none`, `host` or `container:` and whose.
    ///
    /// @throws Failure `INVALID` if others stand beside it
    public static Optional<String> mode(List<NetworkJoin> asked) {
        List<String> names = asked.stream().map(NetworkJoin::network).toList();
        Optional<String> mode = names.stream().filter(NetworkFlags::isMode).findFirst();
        if (mode.isPresent() && names.size() > 1) {
            throw Failure.invalid(
                            "conflicting options: --network "
                                    + mode.get()
                                    + " goes with no other --network")
                    .hint("leave out one of them");
        }
        return mode;
    }

    private static boolean isMode(String name) {
        return MODES.contains(name) || OthersNamespace.isOne(name) || PodConfig.isOfPlugins(name);
    }

    /// What the line says of the container's own network.
    ///
    /// @param asked all networks
    public static NetworkOptions read(ParsedLine line, List<NetworkJoin> asked) {
        List<NetworkJoin> joins =
                new ArrayList<>(asked.stream().filter(join -> !isMode(join.network())).toList());
        boolean detailed = isDetailed(line);
        if (detailed && joins.isEmpty()) {
            joins.add(standardUnless(mode(asked)));
        }
        if (detailed) {
            joins.set(0, detailed(joins.getFirst(), line));
        }
        return new NetworkOptions(
                joins,
                line.values(PUBLISH).stream().flatMap(List::stream).toList(),
                line.values(EXPOSE).stream().flatMap(List::stream).toList(),
                line.flag(PUBLISH_ALL),
                line.values(ADD_HOST),
                new ResolvConf.Choice(
                        line.values(DNS), line.values(DNS_SEARCH), line.values(DNS_OPTION)),
                EgressFlags.read(line));
    }

    private static boolean isDetailed(ParsedLine line) {
        return line.has(ALIAS) || line.has(IP) || line.has(IP6) || line.has(MAC);
    }

    private static NetworkJoin standardUnless(Optional<String> mode) {
        if (mode.isPresent()) {
            throw Failure.invalid(
                            "--network-alias, --ip, --ip6 and --mac-address are for a network, which"
                                    + " --network "
                                    + mode.get()
                                    + " is not")
                    .hint("name one of `hako network ls`");
        }
        return NetworkJoin.of(NetworkConfig.STANDARD);
    }

    /// What stands in options of its own is about the first network.
    private static NetworkJoin detailed(NetworkJoin first, ParsedLine line) {
        List<String> aliases = new ArrayList<>(first.aliases());
        aliases.addAll(line.values(ALIAS));
        return new NetworkJoin(
                first.network(),
                aliases,
                line.value(IP).or(first::ipv4),
                line.value(IP6).or(first::ipv6),
                line.value(MAC).or(first::hardwareAddress));
    }

    private static NetworkJoin network(String text) {
        if (text.equals(OthersNamespace.PREFIX)) {
            throw Failure.invalid("it does not say which container");
        }
        return text.contains("=") ? described(text) : NetworkJoin.of(standard(text));
    }

    /// Docker's `default` is the network that it connects to when none is named.
    private static String standard(String name) {
        return name.equals("default") ? NetworkConfig.STANDARD : name;
    }

    private static NetworkJoin described(String text) {
        NetworkJoin join = NetworkJoin.of("");
        for (String field : Csv.fields(text)) {
            join = with(join, field);
        }
        if (join.network().isEmpty()) {
            throw Failure.invalid("it does not say which network")
                    .hint("write it as NETWORK,alias=NAME or name=NETWORK,alias=NAME");
        }
        return join;
    }

    private static NetworkJoin with(NetworkJoin join, String field) {
        if (!field.contains("=")) {
            return join.to(standard(field));
        }
        KeyValue pair = KeyValue.parseBoth(field);
        return switch (pair.key()) {
            case "name" -> join.to(standard(pair.value()));
            case "alias" -> {
                List<String> aliases = new ArrayList<>(join.aliases());
                aliases.add(pair.value());
                yield new NetworkJoin(
                        join.network(), aliases, join.ipv4(), join.ipv6(), join.hardwareAddress());
            }
            case "ip" ->
                    new NetworkJoin(
                            join.network(),
                            join.aliases(),
                            Optional.of(Addresses.parse(pair.value())),
                            join.ipv6(),
                            join.hardwareAddress());
            case "ip6" ->
                    new NetworkJoin(
                            join.network(),
                            join.aliases(),
                            join.ipv4(),
                            Optional.of(Addresses.parse(pair.value())),
                            join.hardwareAddress());
            case "mac-address" ->
                    new NetworkJoin(
                            join.network(),
                            join.aliases(),
                            join.ipv4(),
                            join.ipv6(),
                            Optional.of(HardwareAddress.parse(pair.value())));
            default ->
                    throw Failure.invalid("\"" + pair.key() + "\" is nothing to say of a network")
                            .hint("there are name, alias, ip, ip6 and mac-address");
        };
    }
}
