package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// `struct epoll_event`, sys/epoll.h: packed on x86_64 only.
record EpollEventStruct(MemorySegment segment) {
    static final StructLayout LAYOUT = layout(Arch.host());

    private static final long EVENTS = Struct.offset(LAYOUT, "events");
    private static final long DATA = Struct.offset(LAYOUT, "data");

    static StructLayout layout(Arch arch) {
        StructLayout fields =
                switch (arch) {
                    case X86_64 ->
                            MemoryLayout.structLayout(
                                    JAVA_INT.withName("events"),
                                    JAVA_LONG_UNALIGNED.withName("data"));
                    case AARCH64 ->
                            MemoryLayout.structLayout(
                                    JAVA_INT.withName("events"),
                                    Struct.padding(4),
                                    JAVA_LONG.withName("data"));
                };
        return fields.withName("epoll_event");
    }

    int events() {
        return segment.get(JAVA_INT, EVENTS);
    }

    void events(int value) {
        segment.set(JAVA_INT, EVENTS, value);
    }

    long data() {
        return segment.get(JAVA_LONG_UNALIGNED, DATA);
    }

    void data(long value) {
        segment.set(JAVA_LONG_UNALIGNED, DATA, value);
    }
}
