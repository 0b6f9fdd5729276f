package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Both ends of a pipe: pipe2(2).
public record Pipe(Fd reader, Fd writer) implements AutoCloseable {

    /// Makes a pipe whose ends block.
    public static Pipe open() {
        return open(0);
    }

    /// Makes a pipe; `flags` may hold `O_NONBLOCK` and `O_DIRECT`.
    public static Pipe open(int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            check(FileCalls.pipe2(ends, flags | Open.O_CLOEXEC), "pipe2");
            return new Pipe(
                    Fd.own(ends.getAtIndex(JAVA_INT, 0)), Fd.own(ends.getAtIndex(JAVA_INT, 1)));
        }
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
    }
}
