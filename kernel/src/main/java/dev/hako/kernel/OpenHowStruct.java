package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct open_how`, linux/openat2.h.
record OpenHowStruct(MemorySegment segment) {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("flags"),
                            JAVA_LONG.withName("mode"),
                            JAVA_LONG.withName("resolve"))
                    .withName("open_how");
    static final long SIZE = LAYOUT.byteSize();

    private static final long FLAGS = Struct.offset(LAYOUT, "flags");
    private static final long MODE = Struct.offset(LAYOUT, "mode");
    private static final long RESOLVE = Struct.offset(LAYOUT, "resolve");

    static OpenHowStruct allocate(Arena arena) {
        return new OpenHowStruct(arena.allocate(LAYOUT));
    }

    void flags(long value) {
        segment.set(JAVA_LONG, FLAGS, value);
    }

    void mode(long value) {
        segment.set(JAVA_LONG, MODE, value);
    }

    void resolve(long value) {
        segment.set(JAVA_LONG, RESOLVE, value);
    }
}
