package dev.hako.network.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// A question by TCP, behind its length, on a connection of its own (RFC 1035, 4.2.2).
final class StreamLine implements Line, Turns.Handler {
    private final SocketChannel channel;
    private final Receiver receiver;
    private final SelectionKey key;
    private final ByteBuffer out;
    private ByteBuffer in = ByteBuffer.allocate(Short.BYTES);
    private boolean hasLength;

    private StreamLine(Turns turns, SocketChannel channel, byte[] question, Receiver receiver)
            throws IOException {
        this.channel = channel;
        this.receiver = receiver;
        this.out = ByteBuffer.allocate(Short.BYTES + question.length);
        out.putShort((short) question.length).put(question).flip();
        this.key = turns.register(channel, SelectionKey.OP_CONNECT, this);
    }

    static Line open(Turns turns, InetSocketAddress server, byte[] question, Receiver receiver)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            StreamLine line = new StreamLine(turns, channel, question, receiver);
            if (channel.connect(server)) {
                line.key.interestOps(SelectionKey.OP_WRITE);
            }
            return line;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void ready(SelectionKey ready) throws IOException {
        if (ready.isConnectable()) {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_WRITE);
        } else if (ready.isWritable()) {
            channel.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        } else {
            read();
        }
    }

    private void read() throws IOException {
        if (channel.read(in) < 0) {
            broken();
            return;
        }
        if (!hasLength && !in.hasRemaining()) {
            hasLength = true;
            in = ByteBuffer.allocate(Short.toUnsignedInt(in.getShort(0)));
            read();
        } else if (hasLength && !in.hasRemaining()) {
            key.interestOps(0);
            receiver.received(in.array());
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
