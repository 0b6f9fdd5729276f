package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A set of descriptors that can be waited for together: epoll(7). Level-triggered.
final class Epoll implements AutoCloseable {
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CTL_MOD = 3;

    private static final int BATCH = 64;

    /// Hears of what happened: the word a descriptor was registered with, and its events.
    interface Handler {
        void ready(long data, int events);
    }

    private final Fd fd = Fd.own(check(SocketCalls.epoll_create1(Open.O_CLOEXEC), "epoll_create1"));

    /// Waits for a descriptor, or for other events of it. The entry of a closed descriptor goes
    /// with it, and its number may belong to another file by now.
    void set(int number, int events, long data) {
        int result = control(EPOLL_CTL_MOD, number, events, data);
        if (result == -Errno.ENOENT.number()) {
            result = control(EPOLL_CTL_ADD, number, events, data);
        }
        check(result, "epoll_ctl", "fd " + number);
    }

    /// Waits for fewer events of a descriptor, which may have been closed before.
    void reduce(int number, int events, long data) {
        control(EPOLL_CTL_MOD, number, events, data);
    }

    /// Waits for a descriptor no more, which may have been closed before.
    void remove(int number) {
        control(EPOLL_CTL_DEL, number, 0, 0);
    }

    private int control(int op, int number, int events, long data) {
        try (Arena arena = Arena.ofConfined()) {
            EpollEventStruct event = new EpollEventStruct(arena.allocate(EpollEventStruct.LAYOUT));
            event.events(events);
            event.data(data);
            return SocketCalls.epoll_ctl(fd.number(), op, number, event.segment());
        }
    }

    /// Waits for something to happen and hands each data word and its events to `handler`.
    void await(MemorySegment buffer, Handler handler) {
        int count = SocketCalls.epoll_pwait(fd.number(), buffer, BATCH, -1);
        if (count == Native.EINTR) {
            return;
        }
        check(count, "epoll_pwait", fd);
        for (int i = 0; i < count; i++) {
            long size = EpollEventStruct.LAYOUT.byteSize();
            EpollEventStruct event = new EpollEventStruct(buffer.asSlice(i * size, size));
            handler.ready(event.data(), event.events());
        }
    }

    static MemorySegment buffer(Arena arena) {
        return arena.allocate(EpollEventStruct.LAYOUT.byteSize() * BATCH, 8);
    }

    @Override
    public void close() {
        fd.close();
    }
}
