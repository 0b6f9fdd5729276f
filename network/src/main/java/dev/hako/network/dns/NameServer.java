package dev.hako.network.dns;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A name server for any number of networks.
///
/// It listens where it is told to, usually on port 53 of a network's gateway. A socket is of the
/// network namespace of the thread that opened it: for another namespace, a platform thread that
/// has entered it binds [NameSockets], and the server takes them.
public final class NameServer implements AutoCloseable {
    /// How long [EgressPolicy#answered] may take.
    public static final Duration PIN_TIMEOUT = Duration.ofSeconds(2);

    private static final int MOST_CONNECTIONS_EACH = 8;
    private static final int MOST_CONNECTIONS_OF_A_NETWORK = 32;
    private static final int MOST_CONNECTIONS = 64;

    private final Turns turns = new Turns("hako-dns");
    private final Set<InetSocketAddress> addresses = ConcurrentHashMap.newKeySet();
    private final Quota connections =
            new Quota(MOST_CONNECTIONS_EACH, MOST_CONNECTIONS_OF_A_NETWORK, MOST_CONNECTIONS);
    private final Resolver resolver;

    private NameServer(Names names, Upstream upstream, EgressPolicy policy) {
        Forwarder forwarder = new Forwarder(turns, upstream, policy, addresses::contains);
        resolver = new Resolver(names, policy, forwarder);
    }

    /// Starts its thread, which listens to nobody yet.
    ///
    /// @param upstream whom to ask for names of the world, such as [HostUpstream]
    public static NameServer open(Names names, Upstream upstream, EgressPolicy policy) {
        return new NameServer(names, upstream, policy);
    }

    /// Listens on an address of this process's network namespace.
    ///
    /// @param port 0 for any that is free
    /// @throws Failure `CONFLICT` if somebody else listens there, `UNAVAILABLE` if nobody can
    public Listener listen(Zone zone, InetAddress address, int port) {
        return listen(zone, NameSockets.bind(address, port));
    }

    /// Listens on sockets that are bound already, which belong to the listener from now on.
    public Listener listen(Zone zone, NameSockets sockets) {
        DatagramChannel datagrams = sockets.datagrams();
        ServerSocketChannel streams = sockets.streams();
        DatagramDoor datagramDoor = new DatagramDoor(zone, datagrams, resolver, turns);
        StreamDoor streamDoor = new StreamDoor(zone, streams, resolver, turns, connections);
        try {
            InetSocketAddress address = (InetSocketAddress) datagrams.getLocalAddress();
            turns.perform(() -> {
                register(datagrams, SelectionKey.OP_READ, datagramDoor);
                register(streams, SelectionKey.OP_ACCEPT, streamDoor);
            });
            addresses.add(address);
            return new Listener(address, () -> end(address, datagrams, streams, streamDoor));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void register(SelectableChannel channel, int operations, Turns.Handler handler) {
        try {
            turns.register(channel, operations, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end(
            InetSocketAddress address,
            DatagramChannel datagrams,
            ServerSocketChannel streams,
            StreamDoor door) {
        turns.perform(() -> {
            try (datagrams;
                    streams) {
                door.end();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            turns.release();
        });
        addresses.remove(address);
    }

    /// Ends all listeners and the thread.
    @Override
    public void close() {
        turns.close();
    }
}
