package dev.hako.engine.network.fabric;

import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.PublishedPort;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Pidfd;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.network.port.PortClaims;
import dev.hako.network.rootless.Connecting;
import dev.hako.network.rootless.Uplink;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The program that connects a container of an ordinary user to the world, from when it is told to.
///
/// It is used by one thread at a time: that of the container's start.
final class World {
    private static final Logger LOG = LoggerFactory.getLogger(World.class);

    private final Connecting connecting;
    private final NetworkNamespace namespace;
    private final Place place;
    private final PortClaims.Turn claimed;
    private @Nullable Program program;

    /// @param namespace of the container, which is closed after this
    /// @param claimed ports, until the program has them
    World(Connecting connecting, NetworkNamespace namespace, Place place, PortClaims.Turn claimed) {
        this.connecting = connecting;
        this.namespace = namespace;
        this.place = place;
        this.claimed = claimed;
    }

    /// Where it is in what connects the container.
    ///
    /// @param party the container
    /// @param standard how it is in the standard network, if it is in that
    /// @param number where that is among its connections
    /// @param nameServer at which the host's is asked
    /// @param ports of the host that the program takes
    record Place(
            Party party,
            Optional<Joined> standard,
            int number,
            InetAddress nameServer,
            List<PublishedPort> ports) {}

    private record Program(Uplink uplink, Pidfd process) {}

    /// Whether the container reaches the world.
    boolean isReady() {
        return program != null;
    }

    /// Waits until it does.
    ///
    /// @param wires how it is connected otherwise
    Connected await(Connected wires) {
        Uplink uplink = uplink();
        program = new Program(uplink, open(uplink));
        Outside outside = Outside.of(namespace);
        Connected connected =
                place.standard()
                        .map(joined -> wires.with(place.number(), standard(outside, joined)))
                        .orElse(wires);
        return connected.withPorts(
                place.ports().stream()
                        .filter(port -> outside.hasIpv6() || !port.forward().isIpv6())
                        .toList());
    }

    private Connection standard(Outside outside, Joined joined) {
        return outside.connection(place.party(), joined, place.nameServer());
    }

    private Uplink uplink() {
        try {
            return connecting.await();
        } finally {
            claimed.close();
        }
    }

    private static Pidfd open(Uplink uplink) {
        return Pidfd.open(uplink.process())
                .orElseThrow(() ->
                        Failure.of(
                                Failure.Kind.UNAVAILABLE,
                                "the program that connects the container has ended"));
    }

    /// The process, which is there once it is ready.
    Optional<Fd> process() {
        return Optional.ofNullable(program).map(known -> known.process().fd());
    }

    /// Lets go of the program, which lives on.
    ///
    /// @return how it is found again
    Uplink letGo() {
        Program known = program;
        if (known == null) {
            throw new IllegalStateException("it is not known yet");
        }
        known.process().close();
        return known.uplink();
    }

    /// Ends the program.
    void end() {
        if (program == null) {
            endUnknown();
        } else {
            letGo().close();
        }
    }

    /// What could not be connected has no program.
    private void endUnknown() {
        try {
            uplink().close();
        } catch (Failure e) {
            LOG.debug("{}", e.getMessage());
        }
    }
}
