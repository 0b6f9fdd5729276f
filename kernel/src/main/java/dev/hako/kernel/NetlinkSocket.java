package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Arrays;

/// A socket to a part of the kernel that speaks in messages: netlink(7). It belongs to the network
/// namespace of the thread that opens it.
///
/// It carries bytes only; the package `netlink` gives them their meaning.
public final class NetlinkSocket implements AutoCloseable {
    public static final int NETLINK_ROUTE = 0;
    public static final int NETLINK_NETFILTER = 12;

    static final int AF_NETLINK = 16;
    static final int SOCK_RAW = 3;
    static final int SOL_NETLINK = 270;
    static final int NETLINK_EXT_ACK = 11;
    static final int NETLINK_GET_STRICT_CHK = 12;
    static final int SO_SNDBUFFORCE = 32;

    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_SHORT.withName("nl_family"),
                            Struct.padding(2),
                            JAVA_INT.withName("nl_pid"),
                            JAVA_INT.withName("nl_groups"))
                    .withName("sockaddr_nl");

    private static final long FAMILY = Struct.offset(LAYOUT, "nl_family");
    private static final long PORT = Struct.offset(LAYOUT, "nl_pid");
    private static final long GROUPS = Struct.offset(LAYOUT, "nl_groups");

    /// The kernel makes parts of a dump no larger.
    private static final int BUFFER = 1 << 16;

    private final Fd fd;

    private NetlinkSocket(Fd fd) {
        this.fd = fd;
    }

    /// Opens a socket to one part of the kernel, which will say in words why it refuses requests.
    public static NetlinkSocket open(int protocol) {
        return open(protocol, 0);
    }

    /// Opens a socket that is also told of changes, and says nothing itself.
    ///
    /// @param group whose changes: `NFNLGRP_…`, `RTNLGRP_…`
    public static NetlinkSocket listen(int protocol, int group) {
        return open(protocol, 1 << group - 1);
    }

    private static NetlinkSocket open(int protocol, int groups) {
        int number = SocketCalls.socket(AF_NETLINK, SOCK_RAW | Open.O_CLOEXEC, protocol);
        Fd fd = Fd.own(check(number, "socket", "netlink"));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(LAYOUT);
            address.set(JAVA_SHORT, FAMILY, (short) AF_NETLINK);
            address.set(JAVA_INT, GROUPS, groups);
            int size = (int) LAYOUT.byteSize();
            check(SocketCalls.bind(fd.number(), address, size), "bind", "netlink");
            set(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1);
            set(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
            return new NetlinkSocket(fd);
        } catch (KernelException e) {
            fd.close();
            throw e;
        }
    }

    /// Older kernels lack these options, and work without.
    private static void set(Fd fd, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocateFrom(JAVA_INT, value);
            SocketCalls.setsockopt(fd.number(), level, option, number, (int) JAVA_INT.byteSize());
        }
    }

    /// Lets one send carry as many bytes: what must be done all or not at all is one send.
    public NetlinkSocket sendingUpTo(int bytes) {
        set(fd, MsghdrStruct.SOL_SOCKET, SO_SNDBUFFORCE, bytes);
        return this;
    }

    /// The descriptor, still owned by this.
    public Fd fd() {
        return fd;
    }

    /// The number by which the kernel tells it from other sockets, and says whose doing a change
    /// is.
    public int port() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(LAYOUT);
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) LAYOUT.byteSize());
            check(SocketCalls.getsockname(fd.number(), address, length), "getsockname", fd);
            return address.get(JAVA_INT, PORT);
        }
    }

    /// Sends one or more requests to the kernel.
    public void send(byte[] messages) {
        fd.writeAll(messages);
    }

    /// Receives one or more messages.
    public byte[] receive() {
        byte[] buffer = new byte[BUFFER];
        return Arrays.copyOf(buffer, fd.read(buffer, 0, buffer.length));
    }

    @Override
    public void close() {
        fd.close();
    }
}
