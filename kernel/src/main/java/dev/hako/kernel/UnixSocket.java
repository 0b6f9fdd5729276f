package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static dev.hako.kernel.MsghdrStruct.SOL_SOCKET;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A local stream socket that also carries descriptors: unix(7).
///
/// Sockets block unless [#nonBlocking] was called; then calls that have to wait say so by an empty
/// answer, and [EventLoop] tells when to repeat them.
public final class UnixSocket implements AutoCloseable {
    /// The most descriptors Linux takes in one message.
    public static final int SCM_MAX_FD = 253;

    static final int SOCK_STREAM = 1;
    static final int SOCK_CLOEXEC = Open.O_CLOEXEC;
    static final int SO_PEERCRED = 17;
    static final int MSG_CTRUNC = 8;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_CMSG_CLOEXEC = 0x40000000;
    static final int SHUT_WR = 1;

    private final Fd fd;

    private UnixSocket(Fd fd) {
        this.fd = fd;
    }

    /// Two sockets connected to each other.
    public record Pair(UnixSocket left, UnixSocket right) implements AutoCloseable {
        @Override
        public void close() {
            left.close();
            right.close();
        }
    }

    /// Takes a socket that came from elsewhere.
    public static UnixSocket of(Fd fd) {
        return new UnixSocket(fd);
    }

    /// Makes a connected pair.
    public static Pair pair() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            int type = SOCK_STREAM | SOCK_CLOEXEC;
            check(SocketCalls.socketpair(UnixAddress.AF_UNIX, type, 0, ends), "socketpair");
            return new Pair(
                    new UnixSocket(Fd.own(ends.getAtIndex(JAVA_INT, 0))),
                    new UnixSocket(Fd.own(ends.getAtIndex(JAVA_INT, 1))));
        }
    }

    /// Makes a socket file and listens on it. It never has other permission bits than `mode`, less
    /// the umask, not even for a moment.
    ///
    /// @throws KernelException `EADDRINUSE` if the name exists, as a dead socket too
    public static UnixSocket listen(NativePath path, int mode, int backlog) {
        UnixSocket socket = open();
        try (Arena arena = Arena.ofConfined();
                UnixAddress address = UnixAddress.of(path, arena)) {
            // Linux makes the file with the bits the unbound socket has.
            Attributes.fchmod(socket.fd, mode);
            int number = socket.fd.number();
            check(SocketCalls.bind(number, address.segment(), UnixAddress.SIZE), "bind", path);
            check(SocketCalls.listen(number, backlog), "listen", path);
            return socket;
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
    }

    /// Connects to a listening socket.
    ///
    /// @throws KernelException `ECONNREFUSED` if nobody listens, `ENOENT` if there is no such file
    public static UnixSocket connect(NativePath path) {
        UnixSocket socket = open();
        try (Arena arena = Arena.ofConfined();
                UnixAddress address = UnixAddress.of(path, arena)) {
            int result =
                    SocketCalls.connect(socket.fd.number(), address.segment(), UnixAddress.SIZE);
            check(result, "connect", path);
            return socket;
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
    }

    private static UnixSocket open() {
        int type = SOCK_STREAM | SOCK_CLOEXEC;
        return new UnixSocket(
                Fd.own(check(SocketCalls.socket(UnixAddress.AF_UNIX, type, 0), "socket")));
    }

    /// The descriptor, still owned by this.
    public Fd fd() {
        return fd;
    }

    /// Makes calls answer at once instead of waiting; see [Fcntl#nonBlocking].
    public UnixSocket nonBlocking() {
        Fcntl.nonBlocking(fd, true);
        return this;
    }

    /// The next connection; nothing if there is none on a socket that does not block. The new
    /// socket blocks.
    public Optional<UnixSocket> accept() {
        int result =
                SocketCalls.accept4(
                        fd.number(), MemorySegment.NULL, MemorySegment.NULL, SOCK_CLOEXEC);
        return wouldBlock(result)
                ? Optional.empty()
                : Optional.of(new UnixSocket(Fd.own(check(result, "accept4", fd))));
    }

    /// Who is at the other end.
    public PeerCredentials peer() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ucred = arena.allocate(PeerCredentials.LAYOUT);
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) ucred.byteSize());
            check(
                    SocketCalls.getsockopt(fd.number(), SOL_SOCKET, SO_PEERCRED, ucred, length),
                    "getsockopt",
                    fd);
            return PeerCredentials.read(ucred);
        }
    }

    /// Sends as many of `bytes` as fit now, and with the first of them all of `fds`, which stay
    /// open here.
    ///
    /// @param bytes at least one
    /// @return how many went; 0 if none fit on a socket that does not block
    /// @throws KernelException `EPIPE` if the other side is gone
    public int send(byte[] bytes, List<Fd> fds) {
        if (bytes.length == 0 || fds.size() > SCM_MAX_FD) {
            throw new IllegalArgumentException(
                    "a message has at least 1 byte and at most " + SCM_MAX_FD + " descriptors");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocateFrom(JAVA_BYTE, bytes);
            MsghdrStruct message = MsghdrStruct.allocate(arena, data, fds.size());
            if (!fds.isEmpty()) {
                message.descriptors(fds);
            }
            long result = SocketCalls.sendmsg(fd.number(), message.segment(), MSG_NOSIGNAL);
            return wouldBlock(result) ? 0 : (int) check(result, "sendmsg", fd);
        }
    }

    /// Sends all of `bytes` and `fds` on a socket that blocks.
    public void sendAll(byte[] bytes, List<Fd> fds) {
        int done = send(bytes, fds);
        while (done < bytes.length) {
            done += send(Arrays.copyOfRange(bytes, done, bytes.length), List.of());
        }
    }

    /// Receives what is there, at most `maxBytes` and `maxFds`; nothing if nothing is there on a
    /// socket that does not block.
    ///
    /// @throws KernelException `EMSGSIZE` if more descriptors came; they are closed
    public Optional<Message> receive(int maxBytes, int maxFds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(Math.max(1, maxBytes));
            MsghdrStruct message = MsghdrStruct.allocate(arena, data, maxFds);
            long result = SocketCalls.recvmsg(fd.number(), message.segment(), MSG_CMSG_CLOEXEC);
            if (wouldBlock(result)) {
                return Optional.empty();
            }
            long count = check(result, "recvmsg", fd);
            List<Fd> fds = message.descriptors();
            if ((message.flags() & MSG_CTRUNC) != 0) {
                fds.forEach(Fd::close);
                throw new KernelException(Errno.EMSGSIZE.number(), "recvmsg", fd.toString());
            }
            return Optional.of(new Message(data.asSlice(0, count).toArray(JAVA_BYTE), fds));
        }
    }

    /// Says that no more will be sent; receiving goes on.
    public void finishSending() {
        check(SocketCalls.shutdown(fd.number(), SHUT_WR), "shutdown", fd);
    }

    private static boolean wouldBlock(long result) {
        return result == -Errno.EAGAIN.number();
    }

    @Override
    public void close() {
        fd.close();
    }
}
