package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A counter in the kernel that readers can wait for: eventfd(2). It never blocks.
public final class EventFd implements AutoCloseable {
    static final int EFD_CLOEXEC = Open.O_CLOEXEC;
    static final int EFD_NONBLOCK = Open.O_NONBLOCK;

    private final Fd fd;

    private EventFd(Fd fd) {
        this.fd = fd;
    }

    /// Makes a counter of zero.
    public static EventFd open() {
        return new EventFd(
                Fd.own(check(FileCalls.eventfd2(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd2")));
    }

    /// Readable while the counter is not zero.
    public Fd fd() {
        return fd;
    }

    /// Adds one.
    public void signal() {
        try (Arena arena = Arena.ofConfined()) {
            fd.writeAll(arena.allocateFrom(JAVA_LONG, 1));
        }
    }

    /// Takes the counter's value and leaves zero.
    public long drain() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_LONG);
            long result = FileCalls.read(fd.number(), value, JAVA_LONG.byteSize());
            if (result == -Errno.EAGAIN.number()) {
                return 0;
            }
            check(result, "read", fd);
            return value.get(JAVA_LONG, 0);
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
