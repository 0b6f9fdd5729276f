package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.Locale;
import java.util.Optional;

/// What a process may use at most: getrlimit(2). The constants have the kernel's names and numbers.
public enum Rlimit {
    RLIMIT_CPU(0),
    RLIMIT_FSIZE(1),
    RLIMIT_DATA(2),
    RLIMIT_STACK(3),
    RLIMIT_CORE(4),
    RLIMIT_RSS(5),
    RLIMIT_NPROC(6),
    RLIMIT_NOFILE(7),
    RLIMIT_MEMLOCK(8),
    RLIMIT_AS(9),
    RLIMIT_LOCKS(10),
    RLIMIT_SIGPENDING(11),
    RLIMIT_MSGQUEUE(12),
    RLIMIT_NICE(13),
    RLIMIT_RTPRIO(14),
    RLIMIT_RTTIME(15);

    /// No limit, as an unsigned number.
    public static final long RLIM_INFINITY = -1L;

    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_LONG.withName("rlim_cur"), JAVA_LONG.withName("rlim_max"))
                    .withName("rlimit");

    private static final long CUR = Struct.offset(LAYOUT, "rlim_cur");
    private static final long MAX = Struct.offset(LAYOUT, "rlim_max");

    private final int number;

    Rlimit(int number) {
        this.number = number;
    }

    /// A limit in the resource's own unit, both unsigned.
    ///
    /// @param soft what is enforced
    /// @param hard up to where an ordinary process may raise `soft`
    public record Limit(long soft, long hard) {
        /// The same bound for both.
        public static Limit of(long value) {
            return new Limit(value, value);
        }
    }

    /// Reads a name as people write it: `RLIMIT_NOFILE`, `nofile`.
    public static Optional<Rlimit> parse(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        String name = upper.startsWith("RLIMIT_") ? upper : "RLIMIT_" + upper;
        for (Rlimit limit : values()) {
            if (limit.name().equals(name)) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }

    /// The kernel's number.
    public int number() {
        return number;
    }

    /// The limit of a process; 0 is this one.
    public Limit of(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment old = arena.allocate(LAYOUT);
            check(
                    ProcessCalls.prlimit64(pid, number, MemorySegment.NULL, old),
                    "prlimit64",
                    name());
            return new Limit(old.get(JAVA_LONG, CUR), old.get(JAVA_LONG, MAX));
        }
    }

    /// Changes the limit of a process; 0 is this one.
    public void set(int pid, Limit limit) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wanted = arena.allocate(LAYOUT);
            wanted.set(JAVA_LONG, CUR, limit.soft());
            wanted.set(JAVA_LONG, MAX, limit.hard());
            check(
                    ProcessCalls.prlimit64(pid, number, wanted, MemorySegment.NULL),
                    "prlimit64",
                    name());
        }
    }
}
