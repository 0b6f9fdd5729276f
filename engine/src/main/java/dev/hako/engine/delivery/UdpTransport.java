package dev.hako.engine.delivery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// Messages over a network, of which nobody knows whether they arrive: RFC 5426.
final class UdpTransport implements Transport {
    private final DatagramChannel channel;

    private UdpTransport(DatagramChannel channel) {
        this.channel = channel;
    }

    static UdpTransport to(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        return new UdpTransport(DatagramChannel.open().connect(address));
    }

    @Override
    public void send(byte[] message) throws IOException {
        channel.write(ByteBuffer.wrap(message));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
