package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A socket that has a port of the host, and neither listens nor sends: ip(7), ipv6(7).
///
/// As long as it is open, no other program gets the port, and the kernel gives it to nobody who
/// asks for any.
public final class InetSocket implements AutoCloseable {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int SO_REUSEADDR = 2;
    static final int SO_RCVBUF = 8;

    /// `sizeof(struct sockaddr_in)`, `sizeof(struct sockaddr_in6)`; the port is behind the family
    /// in both.
    static final int SOCKADDR_IN = 16;

    static final int SOCKADDR_IN6 = 28;
    private static final int PORT = 2;

    private final Fd fd;

    private InetSocket(Fd fd) {
        this.fd = fd;
    }

    /// What has ports: `SOCK_…`.
    public enum Kind {
        STREAM(UnixSocket.SOCK_STREAM),
        DATAGRAM(UnixDatagram.SOCK_DGRAM);

        private final int type;

        Kind(int type) {
            this.type = type;
        }
    }

    /// Takes a port of one address of the host, or of all addresses of its family.
    ///
    /// @param port 0 for any that is free
    /// @throws KernelException `EADDRINUSE` if another has it, `EADDRNOTAVAIL` if the host has no
    ///   such address
    public static InetSocket bind(Kind kind, InetAddress address, int port) {
        return bind(kind, address, port, false);
    }

    /// The same as servers do it who start again: connections that another has had there do not
    /// count. Until one listens, another who does the same gets the port, too.
    public static InetSocket bindAgain(Kind kind, InetAddress address, int port) {
        return bind(kind, address, port, kind == Kind.STREAM);
    }

    private static InetSocket bind(Kind kind, InetAddress address, int port, boolean again) {
        boolean ipv6 = address.getAddress().length != Integer.BYTES;
        int type = kind.type | Open.O_CLOEXEC;
        int number = SocketCalls.socket(ipv6 ? AF_INET6 : AF_INET, type, 0);
        Fd fd = Fd.own(check(number, "socket"));
        try (Arena arena = Arena.ofConfined()) {
            if (ipv6) {
                set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
            }
            if (again) {
                set(fd, MsghdrStruct.SOL_SOCKET, SO_REUSEADDR, 1);
            }
            // What nobody will ever read is not kept.
            set(fd, MsghdrStruct.SOL_SOCKET, SO_RCVBUF, 1);
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, sockaddr(address, port));
            int result = SocketCalls.bind(fd.number(), bytes, (int) bytes.byteSize());
            check(result, "bind", address.getHostAddress() + " port " + port);
            return new InetSocket(fd);
        } catch (KernelException e) {
            fd.close();
            throw e;
        }
    }

    /// Family, port, and for IPv6 what flow it is of, in front of the address.
    private static byte[] sockaddr(InetAddress address, int port) {
        byte[] bytes = address.getAddress();
        boolean ipv6 = bytes.length != Integer.BYTES;
        ByteBuffer sockaddr = ByteBuffer.allocate(ipv6 ? SOCKADDR_IN6 : SOCKADDR_IN);
        sockaddr.order(ByteOrder.nativeOrder()).putShort((short) (ipv6 ? AF_INET6 : AF_INET));
        sockaddr.order(ByteOrder.BIG_ENDIAN).putShort((short) port);
        if (ipv6) {
            sockaddr.putInt(0);
        }
        return sockaddr.put(bytes).array();
    }

    private static void set(Fd fd, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocateFrom(JAVA_INT, value);
            int size = (int) JAVA_INT.byteSize();
            int result = SocketCalls.setsockopt(fd.number(), level, option, number, size);
            check(result, "setsockopt", fd);
        }
    }

    /// The port it has.
    public int port() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(SOCKADDR_IN6);
            MemorySegment length = arena.allocateFrom(JAVA_INT, SOCKADDR_IN6);
            check(SocketCalls.getsockname(fd.number(), address, length), "getsockname", fd);
            return Short.toUnsignedInt(address.asByteBuffer().getShort(PORT));
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
