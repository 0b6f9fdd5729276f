package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct mount_attr`, linux/mount.h.
record MountAttrStruct(MemorySegment segment) {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("attr_set"),
                            JAVA_LONG.withName("attr_clr"),
                            JAVA_LONG.withName("propagation"),
                            JAVA_LONG.withName("userns_fd"))
                    .withName("mount_attr");
    static final long SIZE = LAYOUT.byteSize();

    private static final long SET = Struct.offset(LAYOUT, "attr_set");
    private static final long CLEAR = Struct.offset(LAYOUT, "attr_clr");
    private static final long PROPAGATION = Struct.offset(LAYOUT, "propagation");
    private static final long USERNS = Struct.offset(LAYOUT, "userns_fd");

    static MountAttrStruct allocate(Arena arena) {
        return new MountAttrStruct(arena.allocate(LAYOUT));
    }

    void set(long value) {
        segment.set(JAVA_LONG, SET, value);
    }

    void clear(long value) {
        segment.set(JAVA_LONG, CLEAR, value);
    }

    void propagation(long value) {
        segment.set(JAVA_LONG, PROPAGATION, value);
    }

    void userNamespace(int fd) {
        segment.set(JAVA_LONG, USERNS, fd);
    }
}
