package dev.hako.engine.network.fabric;

import dev.hako.engine.config.PortRequest;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.Network;
import dev.hako.engine.network.store.PublishedPort;
import dev.hako.kernel.Fd;
import dev.hako.network.dns.NameSockets;
import dev.hako.network.egress.Barrier;
import dev.hako.network.egress.Refusals;
import dev.hako.network.namespace.NetworkNamespace;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What an engine's networks are made of: bridges of the host, or what an ordinary user has instead
/// of them.
public sealed interface Fabric extends AutoCloseable permits HostFabric, UserFabric {
    /// Makes a network ready for containers.
    void makeReady(Network network);

    /// Finds out whether networks can be made here, and leaves nothing behind.
    ///
    /// @throws dev.hako.failure.Failure saying why they cannot
    void tryOut();

    /// Takes a network away.
    void remove(Network network);

    /// Makes a network namespace for a container, begins to connect it to networks, and takes ports
    /// of the host for it.
    Wires connect(Party party, List<Joined> joins, List<PortRequest> ports);

    /// Takes ports again that a killed engine has held; those that cannot be had are told in the
    /// log.
    List<Fd> retake(List<PublishedPort> ports);

    /// Publishes ports that were taken.
    void publish(List<PublishedPort> ports);

    /// A container that was connected runs, and its connections are not the starter's any more.
    void keep(Party party, Wires wires);

    /// An earlier engine's container runs.
    ///
    /// @param outside whether a network of it leads to the world
    /// @param place opens its network namespace
    void found(Party party, Connected how, boolean outside, Supplier<NetworkNamespace> place);

    /// A container has ended, or was not started, or has lost ports.
    void end(String containerId, List<PublishedPort> ports);

    /// How a container or a pod is connected that is there, as far as its network namespace shows
    /// it: of its ports, those that were named when it was made.
    Connected look(
            Party party, NetworkNamespace namespace, List<Joined> joins, List<PortRequest> ports);

    /// Connects a container that runs to one more network.
    ///
    /// @param namespace its own, which is closed with the wire
    /// @param before how it is connected
    /// @param beforehand is told of the wire before there is one, where containers can be held back
    /// @return the new wire alone; its namespace and locks are the caller's
    Wires plug(
            Party party,
            NetworkNamespace namespace,
            Connected before,
            Joined joined,
            Consumer<Connection> beforehand);

    /// Takes a wire away from a container that runs, and gives it another way out if that was it.
    ///
    /// @param left the networks that it stays connected to
    /// @return how it is connected from now on
    Connected unplug(Leaving leaving, List<Joined> left);

    /// A container that runs and leaves a network.
    ///
    /// @param place opens its network namespace
    /// @param before how it is connected
    record Leaving(
            String containerId,
            Supplier<NetworkNamespace> place,
            Connected before,
            Connection gone) {}

    /// Binds what a network's names are asked at.
    NameSockets nameSockets(InetAddress gateway, int port);

    /// Whether an address belongs to a network whose bridge is there.
    boolean isOfANetwork(InetAddress address);

    /// Makes what holds containers back from what they send.
    ///
    /// @param table what its tables in a packet filter are called
    /// @param refusals hears of what was refused
    Barrier barrier(String table, Refusals refusals);

    /// Takes away what an earlier engine has left of that, whose containers have ended.
    void sweepBarrier(String table);

    /// Where a container that is held back asks for names in its own network namespace; empty: it
    /// asks at the gateways of its networks alone.
    default Optional<InetAddress> nameServerWithin() {
        return Optional.empty();
    }

    /// Takes the network from a container or a pod that is to be held back, and of which it is not
    /// known how.
    void sever(Party party);

    /// Makes anew what those need who run.
    ///
    /// @param used the networks that containers are connected to
    void restore(List<Network> used, List<PublishedPort> ports);

    /// Whether all is as it was, whatever others have done to it.
    boolean isIntact();

    /// Takes away what a killed engine has left of networks in which no address is taken.
    void takeAwayLeft(List<Network> networks);

    /// Takes away networks in which no address is taken, whichever engine's containers may be in
    /// them.
    void takeAwayUnused(List<Network> networks);

    @Override
    void close();
}
