package dev.hako.engine.delivery;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;

/// Messages over a stream, each ended by a newline: RFC 6587, section 3.4.2.
final class StreamTransport implements Transport {
    private static final int CONNECT_MILLIS = 5000;

    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(64);

    private StreamTransport(SocketChannel channel) {
        this.channel = channel;
    }

    static StreamTransport to(Path socket) throws IOException {
        return new StreamTransport(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    static StreamTransport to(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, CONNECT_MILLIS);
            return new StreamTransport(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        requireReader();
        ByteBuffer line = ByteBuffer.wrap(Arrays.copyOf(message, message.length + 1));
        line.put(message.length, (byte) '\n');
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    /// What is written to a connection that the other side has closed vanishes without a word.
    private void requireReader() throws IOException {
        channel.configureBlocking(false);
        int read = channel.read(answer.clear());
        channel.configureBlocking(true);
        if (read < 0) {
            throw new EOFException("it has closed the connection");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
