package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What one process at a time has in a network namespace: a name of unix(7) that is in no file
/// system. It ends with its holder.
public final class AbstractLock implements AutoCloseable {
    private static final int FAMILY_BYTES = 2;

    private final Fd socket;

    private AbstractLock(Fd socket) {
        this.socket = socket;
    }

    /// Takes it, unless another has it.
    ///
    /// @param name at most 100 ASCII characters
    public static Optional<AbstractLock> take(String name) {
        int type = UnixDatagram.SOCK_DGRAM | UnixSocket.SOCK_CLOEXEC;
        int number = SocketCalls.socket(UnixAddress.AF_UNIX, type, 0);
        Fd socket = Fd.own(KernelException.check(number, "socket"));
        try (Arena arena = Arena.ofConfined()) {
            byte[] text = ("\0" + name).getBytes(StandardCharsets.US_ASCII);
            MemorySegment address = arena.allocate(UnixAddress.LAYOUT);
            address.set(JAVA_SHORT, 0, (short) UnixAddress.AF_UNIX);
            MemorySegment.copy(text, 0, address, JAVA_BYTE, FAMILY_BYTES, text.length);
            int result = SocketCalls.bind(socket.number(), address, FAMILY_BYTES + text.length);
            if (result == -Errno.EADDRINUSE.number()) {
                socket.close();
                return Optional.empty();
            }
            KernelException.check(result, "bind", "@" + name);
            return Optional.of(new AbstractLock(socket));
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
