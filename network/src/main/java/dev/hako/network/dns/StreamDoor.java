package dev.hako.network.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Takes the connections of a network's askers.
final class StreamDoor implements Turns.Handler {
    /// How long nobody comes in when the process has no descriptor left.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Zone zone;
    private final ServerSocketChannel channel;
    private final Resolver resolver;
    private final Turns turns;
    private final Quota connections;
    private final Set<StreamClient> clients = new HashSet<>();

    /// @param connections how many there may be, of all networks
    StreamDoor(
            Zone zone,
            ServerSocketChannel channel,
            Resolver resolver,
            Turns turns,
            Quota connections) {
        this.zone = zone;
        this.channel = channel;
        this.resolver = resolver;
        this.turns = turns;
        this.connections = connections;
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        SocketChannel connection;
        try {
            connection = channel.accept();
        } catch (IOException noDescriptor) {
            key.interestOps(0);
            turns.after(PAUSE, () -> reopen(key));
            return;
        }
        if (connection == null) {
            return;
        }
        InetSocketAddress source = (InetSocketAddress) connection.getRemoteAddress();
        Asker asker = new Asker(zone.network(), source.getAddress());
        if (!zone.contains(source.getAddress()) || !connections.take(asker)) {
            connection.close();
            return;
        }
        StreamClient client = new StreamClient(asker, connection, this);
        clients.add(client);
        try {
            client.start(turns, resolver);
        } catch (IOException e) {
            client.broken();
        }
    }

    private static void reopen(SelectionKey key) {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /// A connection that broke before it was accepted says nothing about the next.
    @Override
    public void broken() {}

    Zone zone() {
        return zone;
    }

    /// Told once by each connection.
    void ended(StreamClient client) {
        clients.remove(client);
        connections.give(client.asker());
    }

    /// Ends all connections.
    void end() {
        List.copyOf(clients).forEach(StreamClient::broken);
    }
}
