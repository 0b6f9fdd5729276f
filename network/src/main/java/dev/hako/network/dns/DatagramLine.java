package dev.hako.network.dns;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;

/// A question by UDP: from a socket and a port of its own, which the kernel chooses at random, so
/// that who wants to forge an answer has to guess it along with the number. The kernel takes
/// nothing from anybody but the server, and tells when nobody listens there.
final class DatagramLine implements Line, Turns.Handler {
    private final Turns turns;
    private final Receiver receiver;
    private final SelectionKey key;

    private DatagramLine(Turns turns, DatagramChannel channel, Receiver receiver)
            throws IOException {
        this.turns = turns;
        this.receiver = receiver;
        this.key = turns.register(channel, SelectionKey.OP_READ, this);
    }

    static Line open(Turns turns, InetSocketAddress server, byte[] question, Receiver receiver)
            throws IOException {
        DatagramChannel channel =
                DatagramChannel.open(
                        server.getAddress() instanceof Inet6Address
                                ? StandardProtocolFamily.INET6
                                : StandardProtocolFamily.INET);
        try {
            channel.connect(server);
            channel.write(ByteBuffer.wrap(question));
            return new DatagramLine(turns, channel, receiver);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void ready(SelectionKey ready) throws IOException {
        ByteBuffer message = turns.datagram();
        int length = ((DatagramChannel) ready.channel()).read(message);
        if (length > 0) {
            byte[] bytes = new byte[length];
            message.get(0, bytes);
            receiver.received(bytes);
        }
    }

    @Override
    public void broken() {
        receiver.failed();
    }

    @Override
    public void close() {
        Turns.close(key);
    }
}
