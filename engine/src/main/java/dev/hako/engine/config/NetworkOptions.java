package dev.hako.engine.config;

import dev.hako.failure.Failure;
import dev.hako.network.names.AddedHost;
import dev.hako.network.names.ResolvConf;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a container's own network is connected to, and how it finds others by name.
///
/// @param joins the networks, in the order of its interfaces `eth0`, `eth1`…
/// @param ports by which it is reached from outside
/// @param exposed ports that `publishAll` is about, besides its image's
/// @param publishAll whether all of them get a port of the host
/// @param hosts lines that its `/etc/hosts` gets besides its own
/// @param names what its `/etc/resolv.conf` says otherwise than the host's
/// @param egress where it may send; empty: anywhere
public record NetworkOptions(
        List<NetworkJoin> joins,
        List<PortRequest> ports,
        List<PortRequest> exposed,
        boolean publishAll,
        List<AddedHost> hosts,
        ResolvConf.Choice names,
        Optional<EgressOptions> egress) {
    public static final NetworkOptions NONE =
            new NetworkOptions(
                    List.of(),
                    List.of(),
                    List.of(),
                    false,
                    List.of(),
                    ResolvConf.Choice.NONE,
                    Optional.empty());

    public NetworkOptions {
        joins = List.copyOf(joins);
        ports = List.copyOf(ports);
        exposed = List.copyOf(exposed);
        hosts = List.copyOf(hosts);
        Set<String> networks = new HashSet<>();
        for (NetworkJoin join : joins) {
            if (!networks.add(join.network())) {
                throw Failure.invalid("duplicate network \"" + Printable.of(join.network()) + "\"");
            }
        }
    }

    /// Whether an engine answers for names in one of its networks, has ports to take back, or
    /// decides where it may send.
    public boolean attended() {
        return !published().isEmpty()
                || egress.isPresent()
                || joins.stream().anyMatch(join -> !join.network().equals(NetworkConfig.STANDARD));
    }

    /// The same with other networks.
    public NetworkOptions withJoins(List<NetworkJoin> others) {
        return new NetworkOptions(others, ports, exposed, publishAll, hosts, names, egress);
    }

    /// The same that may send elsewhere.
    public NetworkOptions withEgress(Optional<EgressOptions> other) {
        return new NetworkOptions(joins, ports, exposed, publishAll, hosts, names, other);
    }

    /// The same with the ports that its image says it serves.
    public NetworkOptions withExposed(List<PortRequest> images) {
        return new NetworkOptions(
                joins,
                ports,
                Stream.concat(exposed.stream(), images.stream()).distinct().toList(),
                publishAll,
                hosts,
                names,
                egress);
    }

    /// All ports that are to be published: with `publishAll` those, too, that are exposed and that
    /// nobody has published otherwise.
    public List<PortRequest> published() {
        if (!publishAll) {
            return ports;
        }
        Set<String> known = new HashSet<>();
        ports.forEach(port -> known.add(port.containerSide()));
        return Stream.concat(
                        ports.stream(),
                        exposed.stream().filter(port -> known.add(port.containerSide())))
                .toList();
    }
}
