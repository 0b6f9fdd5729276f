package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.time.Duration;
import java.util.List;

/// Waiting for one descriptor on a platform thread: ppoll(2). Virtual threads use [EventLoop].
public final class Poll {
    public static final int POLLIN = 1;
    public static final int POLLPRI = 2;
    public static final int POLLOUT = 4;
    public static final int POLLERR = 8;
    public static final int POLLHUP = 16;
    public static final int POLLNVAL = 32;

    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_INT.withName("fd"),
                            JAVA_SHORT.withName("events"),
                            JAVA_SHORT.withName("revents"))
                    .withName("pollfd");
    static final StructLayout TIMESPEC =
            MemoryLayout.structLayout(JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_nsec"))
                    .withName("timespec");

    private static final long FD = Struct.offset(LAYOUT, "fd");
    private static final long EVENTS = Struct.offset(LAYOUT, "events");
    private static final long REVENTS = Struct.offset(LAYOUT, "revents");
    private static final long SECONDS = Struct.offset(TIMESPEC, "tv_sec");
    private static final long NANOS = Struct.offset(TIMESPEC, "tv_nsec");

    private Poll() {}

    /// Waits until `fd` has one of `events`, an error or a hang-up, for at most `timeout`.
    ///
    /// @return what it has, or 0 after the timeout
    public static int await(Fd fd, int events, Duration timeout) {
        return await(List.of(fd), events, timeout);
    }

    /// The same, but not longer than until somebody signals `wake`.
    ///
    /// @return what `fd` has, or 0 if it has nothing
    public static int await(Fd fd, int events, Duration timeout, EventFd wake) {
        return await(List.of(fd, wake.fd()), events, timeout);
    }

    /// Waits for the first of some descriptors.
    ///
    /// @return what the first in the list has
    private static int await(List<Fd> fds, int events, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polls = arena.allocate(LAYOUT, fds.size());
            for (int i = 0; i < fds.size(); i++) {
                MemorySegment poll = polls.asSlice(i * LAYOUT.byteSize(), LAYOUT);
                poll.set(JAVA_INT, FD, fds.get(i).number());
                poll.set(JAVA_SHORT, EVENTS, (short) events);
            }
            MemorySegment time = arena.allocate(TIMESPEC);
            int result = Native.EINTR;
            while (result == Native.EINTR) {
                long left = Math.max(0, deadline - System.nanoTime());
                time.set(JAVA_LONG, SECONDS, left / 1_000_000_000);
                time.set(JAVA_LONG, NANOS, left % 1_000_000_000);
                result = SocketCalls.ppoll(polls, fds.size(), time, MemorySegment.NULL);
            }
            check(result, "ppoll", fds.getFirst());
            return polls.get(JAVA_SHORT, REVENTS);
        }
    }
}
