package dev.hako.isolation.monitor;

import dev.hako.kernel.Errno;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.UnixSocket;
import dev.hako.launcher.wire.BrokenFrameException;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.FrameReader;
import dev.hako.launcher.wire.FrameWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A control connection to a monitor.
///
/// What comes is read on the event loop, what goes is written by any thread. Each side has its
/// lock; closing takes first the writers', then the readers'. Neither is held while anybody is
/// called back.
final class MonitorConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final UnixSocket socket;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final EventLoop loop;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();
    private EventLoop.@Nullable Registration registration;
    private boolean closed;

    /// @param socket which does not block, and belongs to the connection from now on
    /// @param reader of that socket
    MonitorConnection(UnixSocket socket, FrameReader reader, EventLoop loop) {
        this.socket = socket;
        this.reader = reader;
        this.loop = loop;
        this.writer = new FrameWriter(socket, loop, PATIENCE);
    }

    /// The loop that it is read on.
    EventLoop loop() {
        return loop;
    }

    /// Hands every frame that is here or comes to `frames`, and after the last one runs `end`,
    /// once. Both run on the event loop, or on this thread for what is here already; neither may
    /// wait.
    void listen(Consumer<Frame> frames, Runnable end) {
        drain().forEach(frames);
        reading.lock();
        try {
            registration = loop.watch(socket.fd(), EventLoop.EPOLLIN, _ -> onReadable(frames, end));
        } finally {
            reading.unlock();
        }
    }

    private void onReadable(Consumer<Frame> frames, Runnable end) {
        var received = new ArrayList<Frame>(1);
        boolean more = receive(received);
        received.forEach(frames);
        if (!more) {
            end.run();
        }
    }

    /// Reads all that is there.
    ///
    /// @return false at the end
    private boolean receive(List<Frame> received) {
        reading.lock();
        try {
            while (!closed && !reader.ended() && reader.fill()) {
                received.addAll(drain());
            }
            if (!closed && reader.ended()) {
                stopListening();
                return false;
            }
            return true;
        } catch (KernelException | BrokenFrameException e) {
            // A monitor that died, or breaks the rules, is one that is gone.
            stopListening();
            return false;
        } finally {
            reading.unlock();
        }
    }

    private List<Frame> drain() {
        var frames = new ArrayList<Frame>(1);
        for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
            frames.add(next.get());
        }
        return frames;
    }

    private void stopListening() {
        if (registration != null) {
            registration.close();
        }
    }

    /// Sends a frame.
    ///
    /// @return false if the monitor is gone, or does not read
    boolean send(Frame frame) throws InterruptedException {
        writing.lockInterruptibly();
        try {
            return !closed && writer.write(frame);
        } catch (KernelException e) {
            if (e.isAny(Errno.EPIPE, Errno.ECONNRESET)) {
                return false;
            }
            throw e;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        writing.lock();
        reading.lock();
        try {
            if (!closed) {
                closed = true;
                stopListening();
                reader.close();
                socket.close();
            }
        } finally {
            reading.unlock();
            writing.unlock();
        }
    }
}
