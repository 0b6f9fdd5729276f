package dev.hako.isolation.unikernel;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.EventFd;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Poll;
import dev.hako.kernel.UnixSocket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Carries the messages of a file system between this machine's kernel and the guest that serves
/// it, each way by a thread of its own. When one ends, both do, and the kernel refuses all further
/// use of the file system.
final class FusePump implements AutoCloseable {
    /// How long a guest may keep the kernel waiting. One that is paused answers nothing.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final Duration END = Duration.ofSeconds(5);

    private final Fd device;
    private final UnixSocket guest;
    private final EventFd wake = EventFd.open();
    private final FuseMessages messages = new FuseMessages();
    private final Thread asking;
    private final Thread answering;
    private final AtomicInteger running = new AtomicInteger(2);
    private volatile boolean ended;
    private volatile Optional<String> loss = Optional.empty();

    private FusePump(Fd device, UnixSocket guest, String name) {
        this.device = device;
        this.guest = guest;
        this.asking = Thread.ofPlatform().daemon().name(name + ": asks").unstarted(this::ask);
        this.answering =
                Thread.ofPlatform().daemon().name(name + ": answers").unstarted(this::answer);
    }

    /// Starts it; both descriptors are its own from now on.
    static FusePump start(Fd device, UnixSocket guest, String name) {
        FusePump pump = new FusePump(device, guest, name);
        pump.asking.start();
        pump.answering.start();
        return pump;
    }

    /// What ended it, other than [#close].
    Optional<String> loss() {
        return loss;
    }

    private void ask() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(FuseMessages.ROOM, Long.BYTES);
            while (!ended) {
                if (Poll.await(device, Poll.POLLIN, FOR_EVER, wake) != 0) {
                    pass(room);
                }
            }
        } catch (KernelException e) {
            end(
                    e.is(Errno.ENODEV)
                            ? Optional.empty()
                            : Optional.of(String.valueOf(e.getMessage())));
        } finally {
            leave();
        }
    }

    /// The last one closes what both use.
    private void leave() {
        end(Optional.empty());
        synchronized (running) {
            if (running.decrementAndGet() == 0) {
                device.close();
                guest.close();
                wake.close();
            }
        }
    }

    private void pass(MemorySegment room) {
        long size;
        try {
            size = device.read(room);
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.EINTR, Errno.EAGAIN)) {
                return;
            }
            throw e;
        }
        MemorySegment request = room.asSlice(0, size);
        if (!messages.ask(request)) {
            end(Optional.of("a directory of it has no end"));
            return;
        }
        guest.fd().writeAll(request);
    }

    private void answer() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(FuseMessages.ROOM, Long.BYTES);
            while (receive(room, 0, FuseMessages.ANSWER_HEAD)) {
                int length = FuseMessages.length(room);
                if (length < 0 || !receive(room, FuseMessages.ANSWER_HEAD, length)) {
                    break;
                }
                MemorySegment answer = room.asSlice(0, length);
                if (!messages.answer(answer)) {
                    break;
                }
                tell(answer);
            }
            end(Optional.of("its kernel does not serve them any more"));
        } catch (KernelException e) {
            end(Optional.of(String.valueOf(e.getMessage())));
        } finally {
            leave();
        }
    }

    /// Whoever asked may have gone, or the answer make no sense to the kernel, which says so to the
    /// one who asked.
    private void tell(MemorySegment answer) {
        try {
            device.write(answer);
        } catch (KernelException e) {
            if (!e.isAny(Errno.ENOENT, Errno.EINVAL)) {
                throw e;
            }
        }
    }

    /// False at the end, or when the guest takes too long.
    private boolean receive(MemorySegment room, int from, int until) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int have = from;
        while (have < until) {
            if (Poll.await(guest.fd(), Poll.POLLIN, Duration.ofSeconds(1)) == 0) {
                boolean waits = have > 0 || messages.isAsking();
                if (ended || waits && System.nanoTime() > deadline) {
                    end(Optional.of("its kernel does not answer; is it paused?"));
                    return false;
                }
                deadline = waits ? deadline : System.nanoTime() + PATIENCE.toNanos();
                continue;
            }
            long got = guest.fd().read(room.asSlice(have, until - have));
            if (got <= 0) {
                return false;
            }
            have += (int) got;
        }
        return true;
    }

    private void end(Optional<String> why) {
        synchronized (running) {
            if (!ended) {
                loss = why;
            }
            ended = true;
            if (running.get() > 0) {
                wake.signal();
                finishSending();
            }
        }
    }

    private void finishSending() {
        try {
            guest.finishSending();
        } catch (KernelException e) {
            if (!e.is(Errno.ENOTCONN)) {
                throw e;
            }
        }
    }

    /// Ends it, and waits until the guest's side knows.
    @Override
    public void close() {
        end(Optional.empty());
        try {
            asking.join(END);
            answering.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// As whoever worked on the files is told it.
    static Failure failure(String title, String why) {
        return Failure.of(Failure.Kind.UNAVAILABLE, "the files of " + title + " are gone: " + why)
                .hint("try again while it runs, or once it has been stopped");
    }
}
