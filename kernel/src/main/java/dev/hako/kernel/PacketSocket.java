package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// All frames of one network interface: packet(7). Whoever has it sends as the interface and
/// receives what comes to it, beside the kernel's own protocols.
///
/// Each frame has a `struct virtio_net_hdr` in front of it, so that what is yet to be cut into
/// segments or summed up comes and goes in one piece.
public final class PacketSocket implements AutoCloseable {
    static final int AF_PACKET = 17;
    static final int SOCK_RAW = 3;
    static final int ETH_P_ALL = 3;
    static final int SOL_PACKET = 263;
    static final int PACKET_VNET_HDR = 15;
    static final int PACKET_IGNORE_OUTGOING = 23;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;

    /// `sizeof(struct sockaddr_ll)`.
    static final int SOCKADDR_LL = 20;

    private final Fd fd;

    private PacketSocket(Fd fd) {
        this.fd = fd;
    }

    /// Opens it in this thread's network namespace, which it keeps.
    ///
    /// @param link the index of the interface
    /// @param bufferBytes what is kept at most of frames that nobody has received yet, and of those
    ///   that are being sent
    /// @throws KernelException `EPERM` without rights over the network namespace
    public static PacketSocket open(int link, int bufferBytes) {
        int type = SOCK_RAW | Open.O_CLOEXEC | Open.O_NONBLOCK;
        // Of no protocol it receives nothing, until it is bound.
        Fd fd = Fd.own(check(SocketCalls.socket(AF_PACKET, type, 0), "socket"));
        try (Arena arena = Arena.ofConfined()) {
            set(fd, SOL_PACKET, PACKET_VNET_HDR, 1);
            set(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
            set(fd, MsghdrStruct.SOL_SOCKET, SO_RCVBUFFORCE, bufferBytes);
            set(fd, MsghdrStruct.SOL_SOCKET, SO_SNDBUFFORCE, bufferBytes);
            MemorySegment address = arena.allocateFrom(JAVA_BYTE, address(link));
            check(SocketCalls.bind(fd.number(), address, SOCKADDR_LL), "bind", "interface " + link);
            return new PacketSocket(fd);
        } catch (KernelException e) {
            fd.close();
            throw e;
        }
    }

    /// `struct sockaddr_ll`: family, protocol in the network's byte order, interface.
    private static byte[] address(int link) {
        return ByteBuffer.allocate(SOCKADDR_LL)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_PACKET)
                .put((byte) 0)
                .put((byte) ETH_P_ALL)
                .putInt(link)
                .array();
    }

    private static void set(Fd fd, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocateFrom(JAVA_INT, value);
            int size = (int) JAVA_INT.byteSize();
            int result = SocketCalls.setsockopt(fd.number(), level, option, number, size);
            check(result, "setsockopt", fd);
        }
    }

    /// The descriptor, still owned by this.
    public Fd fd() {
        return fd;
    }

    @Override
    public void close() {
        fd.close();
    }
}
