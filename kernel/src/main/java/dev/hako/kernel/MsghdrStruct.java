package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/// `struct msghdr` with one part of data and room for descriptors: sendmsg(2), cmsg(3).
///
/// @param segment the header itself
/// @param control the ancillary data it points to
record MsghdrStruct(MemorySegment segment, MemorySegment control) {
    static final int SOL_SOCKET = 1;
    static final int SCM_RIGHTS = 1;

    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("msg_name"),
                            JAVA_INT.withName("msg_namelen"),
                            Struct.padding(4),
                            JAVA_LONG.withName("msg_iov"),
                            JAVA_LONG.withName("msg_iovlen"),
                            JAVA_LONG.withName("msg_control"),
                            JAVA_LONG.withName("msg_controllen"),
                            JAVA_INT.withName("msg_flags"),
                            Struct.padding(4))
                    .withName("msghdr");
    static final StructLayout IOVEC =
            MemoryLayout.structLayout(JAVA_LONG.withName("iov_base"), JAVA_LONG.withName("iov_len"))
                    .withName("iovec");
    static final StructLayout CMSGHDR =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("cmsg_len"),
                            JAVA_INT.withName("cmsg_level"),
                            JAVA_INT.withName("cmsg_type"))
                    .withName("cmsghdr");

    private static final long NAME = Struct.offset(LAYOUT, "msg_name");
    private static final long NAME_LENGTH = Struct.offset(LAYOUT, "msg_namelen");
    private static final long IOV = Struct.offset(LAYOUT, "msg_iov");
    private static final long IOV_LENGTH = Struct.offset(LAYOUT, "msg_iovlen");
    private static final long CONTROL = Struct.offset(LAYOUT, "msg_control");
    private static final long CONTROL_LENGTH = Struct.offset(LAYOUT, "msg_controllen");
    private static final long FLAGS = Struct.offset(LAYOUT, "msg_flags");
    private static final long BASE = Struct.offset(IOVEC, "iov_base");
    private static final long LENGTH = Struct.offset(IOVEC, "iov_len");
    private static final long CMSG_LENGTH = Struct.offset(CMSGHDR, "cmsg_len");
    private static final long CMSG_LEVEL = Struct.offset(CMSGHDR, "cmsg_level");
    private static final long CMSG_TYPE = Struct.offset(CMSGHDR, "cmsg_type");
    private static final long CMSG_DATA = CMSGHDR.byteSize();

    /// A header for `data` with room for `fds` descriptors; none, and it has no ancillary data.
    static MsghdrStruct allocate(Arena arena, MemorySegment data, int fds) {
        MemorySegment iovec = arena.allocate(IOVEC);
        iovec.set(JAVA_LONG, BASE, data.address());
        iovec.set(JAVA_LONG, LENGTH, data.byteSize());
        long room = fds == 0 ? 0 : align(CMSG_DATA + fds * JAVA_INT.byteSize());
        MemorySegment control = arena.allocate(room, 8);
        MemorySegment header = arena.allocate(LAYOUT);
        header.set(JAVA_LONG, IOV, iovec.address());
        header.set(JAVA_LONG, IOV_LENGTH, 1);
        header.set(JAVA_LONG, CONTROL, control.address());
        header.set(JAVA_LONG, CONTROL_LENGTH, room);
        return new MsghdrStruct(header, control);
    }

    private static long align(long length) {
        return (length + 7) & ~7L;
    }

    void name(MemorySegment address) {
        segment.set(JAVA_LONG, NAME, address.address());
        segment.set(JAVA_INT, NAME_LENGTH, (int) address.byteSize());
    }

    void descriptors(List<Fd> fds) {
        control.set(JAVA_LONG, CMSG_LENGTH, CMSG_DATA + fds.size() * JAVA_INT.byteSize());
        control.set(JAVA_INT, CMSG_LEVEL, SOL_SOCKET);
        control.set(JAVA_INT, CMSG_TYPE, SCM_RIGHTS);
        long at = CMSG_DATA;
        for (Fd fd : fds) {
            control.set(JAVA_INT, at, fd.number());
            at += JAVA_INT.byteSize();
        }
    }

    /// The descriptors that arrived, in their order; the caller owns them.
    List<Fd> descriptors() {
        List<Fd> fds = new ArrayList<>();
        long end = segment.get(JAVA_LONG, CONTROL_LENGTH);
        long at = 0;
        while (at + CMSG_DATA <= end) {
            long length = control.get(JAVA_LONG, at + CMSG_LENGTH);
            if (control.get(JAVA_INT, at + CMSG_LEVEL) == SOL_SOCKET
                    && control.get(JAVA_INT, at + CMSG_TYPE) == SCM_RIGHTS) {
                for (long i = at + CMSG_DATA; i < at + length; i += JAVA_INT.byteSize()) {
                    fds.add(Fd.own(control.get(JAVA_INT, i)));
                }
            }
            at += align(length);
        }
        return fds;
    }

    int flags() {
        return segment.get(JAVA_INT, FLAGS);
    }
}
