package dev.hako.kernel;

import static dev.hako.kernel.SyscallNumber.*;

import java.lang.foreign.MemorySegment;

/// System calls on sockets and for waiting, with their own names and argument order. Each answers
/// its value or `-errno`.
final class SocketCalls {
    private SocketCalls() {}

    static int socket(int domain, int type, int protocol) {
        return (int) Native.syscall(SOCKET, domain, type, protocol);
    }

    static int socketpair(int domain, int type, int protocol, MemorySegment pair) {
        return (int) Native.syscall(SOCKETPAIR, domain, type, protocol, pair.address());
    }

    static int bind(int fd, MemorySegment address, int length) {
        return (int) Native.syscall(BIND, fd, address.address(), length);
    }

    static int listen(int fd, int backlog) {
        return (int) Native.syscall(LISTEN, fd, backlog);
    }

    static int accept4(int fd, MemorySegment address, MemorySegment length, int flags) {
        return (int) Native.syscall(ACCEPT4, fd, address.address(), length.address(), flags);
    }

    /// On a unix socket an interrupted connect can simply be repeated.
    static int connect(int fd, MemorySegment address, int length) {
        return (int) Native.syscall(CONNECT, fd, address.address(), length);
    }

    static int shutdown(int fd, int how) {
        return (int) Native.syscall(SHUTDOWN, fd, how);
    }

    static int getsockname(int fd, MemorySegment address, MemorySegment length) {
        return (int) Native.syscall(GETSOCKNAME, fd, address.address(), length.address());
    }

    static int getsockopt(int fd, int level, int name, MemorySegment value, MemorySegment length) {
        return (int)
                Native.syscall(GETSOCKOPT, fd, level, name, value.address(), length.address(), 0);
    }

    static int setsockopt(int fd, int level, int name, MemorySegment value, int length) {
        return (int) Native.syscall(SETSOCKOPT, fd, level, name, value.address(), length, 0);
    }

    static long sendmsg(int fd, MemorySegment message, int flags) {
        return Native.syscall(SENDMSG, fd, message.address(), flags);
    }

    static long recvmsg(int fd, MemorySegment message, int flags) {
        return Native.syscall(RECVMSG, fd, message.address(), flags);
    }

    /// It may answer `EINTR`: the time left has changed.
    static int ppoll(MemorySegment fds, int count, MemorySegment timeout, MemorySegment mask) {
        return (int)
                Native.interruptible(
                        PPOLL, fds.address(), count, timeout.address(), mask.address(), 8, 0);
    }

    static int epoll_create1(int flags) {
        return (int) Native.syscall(EPOLL_CREATE1, flags);
    }

    static int epoll_ctl(int epfd, int op, int fd, MemorySegment event) {
        return (int) Native.syscall(EPOLL_CTL, epfd, op, fd, event.address());
    }

    /// It may answer `EINTR`: the time left has changed.
    static int epoll_pwait(int epfd, MemorySegment events, int max, int timeoutMillis) {
        return (int)
                Native.interruptible(EPOLL_PWAIT, epfd, events.address(), max, timeoutMillis, 0, 8);
    }
}
