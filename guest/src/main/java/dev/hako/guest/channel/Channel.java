package dev.hako.guest.channel;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.UnixSocket;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The channel to a guest's init, from its first word on.
public final class Channel implements AutoCloseable {
    private final UnixSocket socket;
    private final Fd line;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final GuestStream[] streams = new GuestStream[ChannelFrame.STREAMS];
    private final List<CompletableFuture<Integer>> statuses = new ArrayList<>();
    private final CompletableFuture<Integer> ready = new CompletableFuture<>();
    private int onLine;
    private int used;
    private @Nullable Failure end;

    private Channel(UnixSocket socket) {
        this.socket = socket;
        this.line = socket.fd();
    }

    /// Begins to listen.
    ///
    /// @param line this side of the guest's serial line; the channel closes it when the guest has
    ///   ended
    public static Channel open(UnixSocket line) {
        Channel channel = new Channel(line);
        Thread.ofPlatform().daemon().name("guest").start(channel::read);
        return channel;
    }

    /// When the guest is ready: the machine that its plans are for (`e_machine` of ELF). It fails
    /// with a [Failure] if the guest ends before.
    public CompletableFuture<Integer> ready() {
        return ready;
    }

    /// Runs a plan in the guest.
    ///
    /// @param count how many streams it gets, its control connection included
    /// @throws Failure if the guest is gone, or has no streams left
    public GuestRun run(byte[] plan, int count) throws InterruptedException {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        int first =
                when(
                        () -> true,
                        () -> {
                            if (count > ChannelFrame.STREAMS - used) {
                                throw Failure.of(
                                        Failure.Kind.EXHAUSTED, "the guest has no more streams");
                            }
                            for (int i = used; i < used + count; i++) {
                                streams[i] = new GuestStream(this, i);
                                statuses.add(i == used ? status : new CompletableFuture<>());
                            }
                            used += count;
                            return used - count;
                        });
        send(ChannelFrame.of(FrameKind.RUN, first, plan.length, count));
        for (int at = 0; at < plan.length; at += ChannelFrame.MAX_DATA) {
            int until = Math.min(plan.length, at + ChannelFrame.MAX_DATA);
            send(new ChannelFrame(FrameKind.PLAN, first, Arrays.copyOfRange(plan, at, until)));
        }
        return new GuestRun(Arrays.asList(streams).subList(first, first + count), status);
    }

    /// Ends the guest.
    public void powerOff() throws InterruptedException {
        send(ChannelFrame.of(FrameKind.POWER_OFF, ChannelFrame.NONE));
    }

    /// Does something once a condition holds, both with the lock.
    <T> T when(BooleanSupplier condition, Supplier<T> action) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                if (end != null) {
                    throw end;
                }
                changed.await();
            }
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /// Sends a frame, once the line has room for all of it.
    void send(ChannelFrame frame) throws InterruptedException {
        BooleanSupplier hasRoom =
                () -> end == null && onLine + frame.size() <= ChannelFrame.LINE_WINDOW;
        when(
                hasRoom,
                () -> {
                    onLine += frame.size();
                    try {
                        line.writeAll(frame.encode());
                    } catch (KernelException e) {
                        throw gone(e.text());
                    }
                    return frame;
                });
    }

    private void read() {
        try (socket) {
            for (ChannelFrame frame = frame(); frame != null; frame = frame()) {
                lock.lock();
                try {
                    take(frame);
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
            finish(gone("it has ended"));
        } catch (KernelException e) {
            finish(gone(e.text()));
        } catch (ChannelBrokenException e) {
            finish(gone(String.valueOf(e.getMessage())));
        }
    }

    private static Failure gone(String why) {
        return Failure.of(Failure.Kind.UNAVAILABLE, "the guest kernel does not answer: " + why);
    }

    private void finish(Failure why) {
        lock.lock();
        try {
            end = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        ready.completeExceptionally(why);
        statuses.forEach(status -> status.completeExceptionally(why));
    }

    private void take(ChannelFrame frame) {
        switch (frame.kind()) {
            case READY -> {
                if (frame.number(0, 2) != ChannelFrame.VERSION) {
                    throw new ChannelBrokenException("it speaks another version of the channel");
                }
                ready.complete(frame.number(1, 2));
            }
            case TAKEN -> {
                int taken = frame.number(0, 1);
                if (taken < 0 || taken > onLine) {
                    throw new ChannelBrokenException("it took more than there was");
                }
                onLine -= taken;
            }
            case EXITED -> stream(frame, statuses).complete(frame.number(0, 1));
            default -> stream(frame, Arrays.asList(streams).subList(0, used)).take(frame);
        }
    }

    private static <T> T stream(ChannelFrame frame, List<T> all) {
        if (frame.stream() >= all.size()) {
            throw new ChannelBrokenException("a frame of no stream");
        }
        return all.get(frame.stream());
    }

    private @Nullable ChannelFrame frame() {
        byte[] start = bytes(ChannelFrame.HEADER_BYTES);
        if (start.length == 0) {
            return null;
        }
        ByteBuffer header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        int size = Short.toUnsignedInt(header.getShort());
        int number = Byte.toUnsignedInt(header.get());
        int stream = Byte.toUnsignedInt(header.get());
        FrameKind kind =
                FrameKind.of(number)
                        .orElseThrow(() -> new ChannelBrokenException("a frame of kind " + number));
        if (size > ChannelFrame.MAX_DATA) {
            throw new ChannelBrokenException("a frame of " + size + " bytes");
        }
        byte[] payload = bytes(size);
        if (payload.length < size) {
            throw new ChannelBrokenException("half a frame");
        }
        return new ChannelFrame(kind, stream, payload);
    }

    /// So many bytes; fewer at the end.
    private byte[] bytes(int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(count);
        byte[] buffer = new byte[count];
        while (all.size() < count) {
            int size = line.read(buffer, 0, count - all.size());
            if (size <= 0) {
                break;
            }
            all.write(buffer, 0, size);
        }
        return all.toByteArray();
    }

    /// Lets go of the guest, which powers off when it notices.
    @Override
    public void close() {
        lock.lock();
        try {
            if (end == null) {
                socket.finishSending();
            }
        } catch (KernelException e) {
            // It has ended just now.
        } finally {
            lock.unlock();
        }
    }
}
