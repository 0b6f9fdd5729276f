package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Messages to a local datagram socket: unix(7). Nothing here waits for anybody to read them.
public final class UnixDatagram implements AutoCloseable {
    static final int SOCK_DGRAM = 2;

    private final Fd socket;
    private final NativePath to;

    private UnixDatagram(Fd socket, NativePath to) {
        this.socket = socket;
        this.to = to;
    }

    /// Connects to a receiver.
    ///
    /// @param to the receiver's socket file
    /// @throws KernelException `ENOENT` or `ECONNREFUSED` if nobody receives there, `EPROTOTYPE` if
    ///   it is a socket of another kind
    public static UnixDatagram connect(NativePath to) {
        int type = SOCK_DGRAM | UnixSocket.SOCK_CLOEXEC | Open.O_NONBLOCK;
        Fd socket = Fd.own(check(SocketCalls.socket(UnixAddress.AF_UNIX, type, 0), "socket"));
        try (Arena arena = Arena.ofConfined();
                UnixAddress address = UnixAddress.of(to, arena)) {
            int number = socket.number();
            check(SocketCalls.connect(number, address.segment(), UnixAddress.SIZE), "connect", to);
            return new UnixDatagram(socket, to);
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
    }

    /// Sends one message, as sd_notify(3) does.
    ///
    /// @param to the receiver's socket file
    /// @throws KernelException `ENOENT` or `ECONNREFUSED` if nobody receives there
    public static void send(NativePath to, byte[] bytes) {
        try (UnixDatagram datagram = connect(to)) {
            check(datagram.sendmsg(bytes), "sendmsg", to);
        }
    }

    /// Sends one message, if the receiver has room for it.
    ///
    /// @return whether it had
    /// @throws KernelException `ECONNREFUSED` if nobody receives any more, `EMSGSIZE` if the
    ///   message is too long
    public boolean trySend(byte[] bytes) {
        long result = sendmsg(bytes);
        if (result == -Errno.EAGAIN.number()) {
            return false;
        }
        check(result, "sendmsg", to);
        return true;
    }

    private long sendmsg(byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocateFrom(JAVA_BYTE, bytes);
            MsghdrStruct message = MsghdrStruct.allocate(arena, data, 0);
            return SocketCalls.sendmsg(socket.number(), message.segment(), UnixSocket.MSG_NOSIGNAL);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
