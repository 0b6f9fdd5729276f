package dev.hako.network.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;

/// Takes the questions of a network that come by UDP.
final class DatagramDoor implements Turns.Handler {
    /// More wait for the next turn, so that one network does not hold up the others.
    private static final int MOST_IN_A_ROW = 32;

    /// A question with all that EDNS may add; what is behind that is cut off, and so malformed.
    private static final int MOST_BYTES = 4096;

    private final Zone zone;
    private final DatagramChannel channel;
    private final Resolver resolver;
    private final Turns turns;

    DatagramDoor(Zone zone, DatagramChannel channel, Resolver resolver, Turns turns) {
        this.zone = zone;
        this.channel = channel;
        this.resolver = resolver;
        this.turns = turns;
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        for (int i = 0; i < MOST_IN_A_ROW; i++) {
            ByteBuffer message = turns.datagram().limit(MOST_BYTES);
            if (!(channel.receive(message) instanceof InetSocketAddress source)) {
                return;
            }
            if (zone.contains(source.getAddress())) {
                message.flip();
                Asker asker = new Asker(zone.network(), source.getAddress());
                resolver.take(message, new Sender(asker, source));
            }
        }
    }

    /// An error of a datagram that was sent says nothing about the next.
    @Override
    public void broken() {}

    private final class Sender implements Client {
        private final Asker asker;
        private final InetSocketAddress source;

        Sender(Asker asker, InetSocketAddress source) {
            this.asker = asker;
            this.source = source;
        }

        @Override
        public Asker asker() {
            return asker;
        }

        @Override
        public Zone zone() {
            return zone;
        }

        @Override
        public int port() {
            return source.getPort();
        }

        @Override
        public int mostBytes(DnsQuery query) {
            return query.datagramBytes();
        }

        @Override
        public boolean streams() {
            return false;
        }

        @Override
        public void answer(byte[] bytes) {
            try {
                channel.send(ByteBuffer.wrap(bytes), source);
            } catch (IOException e) {
                // Datagrams may be lost, and he asks again.
                return;
            }
        }
    }
}
