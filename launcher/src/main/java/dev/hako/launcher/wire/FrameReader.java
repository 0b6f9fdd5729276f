package dev.hako.launcher.wire;

import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Message;
import dev.hako.kernel.UnixSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes frames from a socket that does not block.
///
/// Whoever has a loop of its own calls [#fill] when the socket is readable and then [#next] until
/// it is empty; a thread with nothing else to do calls [#read].
public final class FrameReader implements AutoCloseable {
    private static final int CHUNK = 4096;
    private static final int LARGE_CHUNK = 1 << 16;
    private static final int MOST_FDS = 2;
    private static final Duration FOREVER = Duration.ofDays(365);

    private final UnixSocket socket;
    private final Sender peer;
    private final ArrayDeque<Fd> fds = new ArrayDeque<>();
    private ByteBuffer bytes = littleEndian(ByteBuffer.allocate(0));
    private boolean ended;

    /// @param socket stays its owner's
    /// @param peer who is at its other end; frames of others are refused
    public FrameReader(UnixSocket socket, Sender peer) {
        this.socket = socket;
        this.peer = peer;
    }

    /// Receives once, without waiting.
    ///
    /// @return whether anything came, or the end
    /// @throws BrokenFrameException if the end came within a frame
    public boolean fill() {
        int chunk = peer == Sender.CLIENT ? missing() : bytes.hasRemaining() ? LARGE_CHUNK : CHUNK;
        Optional<Message> received = socket.receive(chunk, MOST_FDS);
        if (received.isEmpty()) {
            return false;
        }
        Message message = received.get();
        fds.addAll(message.fds());
        if (fds.size() > MOST_FDS) {
            throw new BrokenFrameException("more descriptors than frames have");
        }
        if (message.isEnd()) {
            end();
        } else {
            append(message.bytes());
        }
        return true;
    }

    /// How many bytes the frame that is coming in still lacks, or its header. A client's frames are
    /// read no further: what follows its request may be for a monitor that serves it next.
    private int missing() {
        if (bytes.remaining() < FrameCodec.HEADER) {
            return FrameCodec.HEADER - bytes.remaining();
        }
        int start = bytes.position();
        long size = Integer.toUnsignedLong(bytes.getInt(start));
        FrameType.of(Short.toUnsignedInt(bytes.getShort(start + Integer.BYTES)), peer)
                .requireSize(size);
        return (int) Math.max(0, size + FrameCodec.HEADER - bytes.remaining());
    }

    private void end() {
        ended = true;
        if (bytes.hasRemaining()) {
            throw new BrokenFrameException("the connection ended within a frame");
        }
    }

    private void append(byte[] more) {
        if (!bytes.hasRemaining()) {
            bytes = littleEndian(ByteBuffer.wrap(more));
            return;
        }
        ByteBuffer joined = ByteBuffer.allocate(bytes.remaining() + more.length);
        bytes = littleEndian(joined.put(bytes).put(more).flip());
    }

    /// The next frame that has come as a whole.
    ///
    /// @throws BrokenFrameException if what came is no frame that the peer may send
    public Optional<Frame> next() {
        if (bytes.remaining() < FrameCodec.HEADER) {
            return Optional.empty();
        }
        int start = bytes.position();
        long size = Integer.toUnsignedLong(bytes.getInt(start));
        FrameType type =
                FrameType.of(Short.toUnsignedInt(bytes.getShort(start + Integer.BYTES)), peer);
        type.requireSize(size);
        if (bytes.remaining() < FrameCodec.HEADER + size) {
            return Optional.empty();
        }
        start += FrameCodec.HEADER;
        ByteBuffer payload = littleEndian(bytes.slice(start, (int) size));
        bytes.position(start + (int) size);
        return Optional.of(FrameCodec.decode(type, payload, take(type.descriptors())));
    }

    private List<Fd> take(int count) {
        if (fds.size() < count) {
            throw new BrokenFrameException("a frame without its descriptors");
        }
        if (count == 0) {
            return List.of();
        }
        var taken = new ArrayList<Fd>(count);
        for (int i = 0; i < count; i++) {
            taken.add(fds.remove());
        }
        return taken;
    }

    /// Whether the peer has said all it had to say.
    public boolean ended() {
        return ended;
    }

    /// The next frame, for which the calling thread parks.
    ///
    /// @return empty at the end
    public Optional<Frame> read(EventLoop loop) throws InterruptedException {
        Optional<Frame> frame = next();
        while (frame.isEmpty() && !ended) {
            if (!fill()) {
                loop.await(socket.fd(), EventLoop.EPOLLIN, FOREVER);
            }
            frame = next();
        }
        return frame;
    }

    private static ByteBuffer littleEndian(ByteBuffer buffer) {
        return buffer.order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Closes descriptors that came and were not taken; the socket stays open.
    @Override
    public void close() {
        fds.forEach(Fd::close);
        fds.clear();
    }
}
