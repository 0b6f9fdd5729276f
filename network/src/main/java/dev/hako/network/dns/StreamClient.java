package dev.hako.network.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A connection with an asker, who may send questions before he has the answers (RFC 7766, 6.2.1).
/// He is not read from while he has enough pending, and sent away when nothing comes of it.
final class StreamClient implements Client, Turns.Handler {
    private static final int MOST_QUERY_BYTES = 4096;
    private static final int MOST_PENDING = 8;
    private static final int MOST_ANSWER_BYTES = 0xffff;

    /// How long a question may take to come, or an answer to be taken.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Asker asker;
    private final SocketChannel channel;
    private final StreamDoor door;
    private final ByteBuffer in = ByteBuffer.allocate(Short.BYTES + MOST_QUERY_BYTES);
    private final Queue<ByteBuffer> out = new ArrayDeque<>();
    private int pending;
    private boolean saidAll;
    private boolean ended;
    private long progressNanos = System.nanoTime();
    private @Nullable Work work;

    StreamClient(Asker asker, SocketChannel channel, StreamDoor door) {
        this.asker = asker;
        this.channel = channel;
        this.door = door;
    }

    /// What there is once it has begun.
    private record Work(Turns turns, Resolver resolver, SelectionKey key) {}

    void start(Turns turns, Resolver resolver) throws IOException {
        SelectionKey key = turns.register(channel, SelectionKey.OP_READ, this);
        work = new Work(turns, resolver, key);
        turns.after(PATIENCE, this::lookAtProgress);
    }

    /// Rings for as long as the connection lasts. Who waits for an answer of ours has time.
    private void lookAtProgress() {
        if (ended || work == null) {
            return;
        }
        if (pending > 0 && out.isEmpty()) {
            progressNanos = System.nanoTime();
        }
        long leftNanos = PATIENCE.toNanos() - (System.nanoTime() - progressNanos);
        if (leftNanos <= 0) {
            broken();
        } else {
            work.turns.after(Duration.ofNanos(leftNanos), this::lookAtProgress);
        }
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        if (key.isReadable()) {
            saidAll |= channel.read(in) < 0;
        }
        if (key.isWritable()) {
            write();
        }
        goOn();
    }

    private void write() throws IOException {
        for (ByteBuffer next = out.peek(); next != null; next = out.peek()) {
            channel.write(next);
            if (next.hasRemaining()) {
                return;
            }
            out.remove();
            progressNanos = System.nanoTime();
        }
    }

    /// Takes the questions that are there, and says what it waits for.
    private void goOn() {
        takeQuestions();
        if (ended || work == null) {
            return;
        }
        boolean wantsMore = !saidAll && load() < MOST_PENDING && in.hasRemaining();
        if (saidAll && load() == 0) {
            broken();
            return;
        }
        work.key.interestOps(
                (wantsMore ? SelectionKey.OP_READ : 0)
                        | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }

    private int load() {
        return pending + out.size();
    }

    private void takeQuestions() {
        in.flip();
        while (!ended && load() < MOST_PENDING && in.remaining() >= Short.BYTES) {
            int length = Short.toUnsignedInt(in.getShort(in.position()));
            if (length < Header.BYTES || length > MOST_QUERY_BYTES) {
                broken();
                return;
            }
            if (in.remaining() < Short.BYTES + length) {
                break;
            }
            take(in.slice(in.position() + Short.BYTES, length));
            in.position(in.position() + Short.BYTES + length);
        }
        in.compact();
    }

    private void take(ByteBuffer question) {
        progressNanos = System.nanoTime();
        pending++;
        if (work != null && !work.resolver.take(question, this)) {
            broken();
        }
    }

    @Override
    public Asker asker() {
        return asker;
    }

    @Override
    public Zone zone() {
        return door.zone();
    }

    @Override
    public int port() {
        return channel.socket().getPort();
    }

    @Override
    public int mostBytes(DnsQuery query) {
        return MOST_ANSWER_BYTES;
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public void answer(byte[] message) {
        pending--;
        if (ended || work == null) {
            return;
        }
        ByteBuffer framed = ByteBuffer.allocate(Short.BYTES + message.length);
        out.add(framed.putShort((short) message.length).put(message).flip());
        work.turns.execute(this::flush);
    }

    private void flush() {
        if (ended) {
            return;
        }
        try {
            write();
            goOn();
        } catch (IOException e) {
            broken();
        }
    }

    @Override
    public void broken() {
        if (ended) {
            return;
        }
        ended = true;
        out.clear();
        door.ended(this);
        if (work != null) {
            Turns.close(work.key);
        }
    }
}
