package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One message to a local datagram socket, as sd_notify(3) sends them: unix(7).
public final class UnixDatagram {
    static final int SOCK_DGRAM = 2;

    private UnixDatagram() {}

    /// Sends one message without waiting for anybody to read it.
    ///
    /// @param to the receiver's socket file
    /// @throws KernelException `ENOENT` or `ECONNREFUSED` if nobody receives there
    public static void send(NativePath to, byte[] bytes) {
        int type = SOCK_DGRAM | UnixSocket.SOCK_CLOEXEC | Open.O_NONBLOCK;
        try (Fd socket = Fd.own(check(SocketCalls.socket(UnixAddress.AF_UNIX, type, 0), "socket"));
                Arena arena = Arena.ofConfined();
                UnixAddress address = UnixAddress.of(to, arena)) {
            int number = socket.number();
            check(SocketCalls.connect(number, address.segment(), UnixAddress.SIZE), "connect", to);
            MemorySegment data = arena.allocateFrom(JAVA_BYTE, bytes);
            MsghdrStruct message = MsghdrStruct.allocate(arena, data, 0);
            check(
                    SocketCalls.sendmsg(number, message.segment(), UnixSocket.MSG_NOSIGNAL),
                    "sendmsg",
                    to);
        }
    }
}
