package dev.hako.engine.network.fabric;

import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.isolation.OwnNetwork;
import dev.hako.kernel.Fd;
import dev.hako.network.namespace.NetworkNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The network that was made for a container which is about to start. Closing it lets go of this
/// engine's hold on it: if the container runs then, it has its own.
public final class Wires implements AutoCloseable {
    private final @Nullable NetworkNamespace namespace;
    private final List<Fd> held = new ArrayList<>(1);
    private Connected connected = Connected.NOT;
    private @Nullable World world;

    private Wires(@Nullable NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /// Of a container that is connected to nothing.
    public static Wires none() {
        return new Wires(null);
    }

    /// Of a container with a network namespace of its own.
    static Wires in(NetworkNamespace namespace) {
        return new Wires(namespace);
    }

    void add(Connection connection, List<Fd> leases) {
        connected = connected.with(connection);
        held.addAll(leases);
    }

    void add(Ports taken) {
        connected = connected.withPorts(taken.published());
        held.addAll(taken.held());
    }

    /// A program connects it, too, from now on.
    void add(World program) {
        world = program;
    }

    /// Whether all is there, so that [#await] will not wait.
    public boolean isReady() {
        return world == null || world.isReady();
    }

    /// Waits until all is there.
    ///
    /// @return whether it was not yet
    /// @throws dev.hako.failure.Failure if it cannot be
    public boolean await() {
        if (world == null || world.isReady()) {
            return false;
        }
        connected = world.await(connected);
        return true;
    }

    /// The program that connects it, which is the caller's from now on.
    Optional<World> handOverWorld() {
        Optional<World> own = Optional.ofNullable(world);
        world = null;
        return own;
    }

    /// The network namespace that there is, by a descriptor that is the caller's.
    public NetworkNamespace own() {
        return namespace().orElseThrow();
    }

    /// The same where there may be none.
    Optional<NetworkNamespace> namespace() {
        return Optional.ofNullable(namespace)
                .map(own -> NetworkNamespace.open(own.fd().duplicate()));
    }

    /// The locks that go with it, which are the caller's from now on.
    public List<Fd> handOverLocks() {
        List<Fd> locks = List.copyOf(held);
        held.clear();
        return locks;
    }

    /// How it is connected, once it is ready.
    public Connected connected() {
        return connected;
    }

    /// What a start needs of it, once it is ready.
    public Optional<OwnNetwork> network() {
        return Optional.ofNullable(namespace)
                .map(own -> new OwnNetwork(own.fd(), companion(), held));
    }

    private Optional<Fd> companion() {
        return Optional.ofNullable(world).flatMap(World::process);
    }

    @Override
    public void close() {
        held.forEach(Fd::close);
        if (world != null) {
            world.end();
        }
        if (namespace != null) {
            namespace.close();
        }
    }
}
