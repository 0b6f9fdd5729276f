package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct sockaddr_un` for a path of any length.
///
/// The structure holds 107 bytes. A longer path is reached through its directory, opened here and
/// named `/proc/self/fd/N`: keep the address open until the call is done.
record UnixAddress(MemorySegment segment, Fd directory) implements AutoCloseable {
    static final int AF_UNIX = 1;

    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_SHORT.withName("sun_family"),
                            MemoryLayout.sequenceLayout(108, JAVA_BYTE).withName("sun_path"))
                    .withName("sockaddr_un");
    static final int SIZE = (int) LAYOUT.byteSize();

    private static final long FAMILY = Struct.offset(LAYOUT, "sun_family");
    private static final long PATH = Struct.offset(LAYOUT, "sun_path");
    private static final int LONGEST = 107;

    static UnixAddress of(NativePath path, Arena arena) {
        if (path.length() <= LONGEST) {
            return new UnixAddress(write(path, arena), Fd.CWD);
        }
        Fd parent = Open.openat(Fd.CWD, path.parent(), Open.O_PATH | Open.O_DIRECTORY);
        NativePath near = parent.procPath().resolve(path.name());
        if (near.length() > LONGEST) {
            parent.close();
            throw new KernelException(Errno.ENAMETOOLONG.number(), "bind", path.toString());
        }
        return new UnixAddress(write(near, arena), parent);
    }

    private static MemorySegment write(NativePath path, Arena arena) {
        MemorySegment address = arena.allocate(LAYOUT);
        address.set(JAVA_SHORT, FAMILY, (short) AF_UNIX);
        MemorySegment.copy(path.bytes(), 0, address, JAVA_BYTE, PATH, path.length());
        return address;
    }

    @Override
    public void close() {
        directory.close();
    }
}
