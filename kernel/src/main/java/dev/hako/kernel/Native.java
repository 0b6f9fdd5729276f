package dev.hako.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The only door to native code: one foreign-function handle, shared by everything.
///
/// Each shape of call costs 10-20 ms of linking when first used, and the first one far more, so
/// there is exactly one: seven words in, one word out. It carries `syscall(2)` (a number and up to
/// six arguments) and, with unused words left zero, the few functions of libc that are more than a
/// system call. Passing more words than a function takes is harmless in the calling conventions of
/// both machines: they travel in registers and on the caller's own stack.
final class Native {
    /// What a call answers when it was interrupted by a signal.
    static final int EINTR = -4;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle CALL = link();
    private static final MemorySegment SYSCALL = symbol("syscall").orElseThrow();

    private Native() {}

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        FunctionDescriptor shape =
                FunctionDescriptor.of(WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD);
        return Linker.nativeLinker()
                .downcallHandle(
                        shape,
                        Linker.Option.firstVariadicArg(1),
                        Linker.Option.captureCallState("errno"));
    }

    /// The address of a function of libc, or nothing if this libc lacks it.
    static Optional<MemorySegment> symbol(String name) {
        return Linker.nativeLinker().defaultLookup().find(name);
    }

    /// A system call that is repeated while signals interrupt it. Answers its value or `-errno`.
    static long syscall(int nr, long a, long b, long c, long d, long e, long f) {
        long result;
        do {
            result = interruptible(nr, a, b, c, d, e, f);
        } while (result == EINTR);
        return result;
    }

    static long syscall(int nr, long a, long b, long c, long d) {
        return syscall(nr, a, b, c, d, 0, 0);
    }

    static long syscall(int nr, long a, long b, long c) {
        return syscall(nr, a, b, c, 0, 0, 0);
    }

    static long syscall(int nr, long a, long b) {
        return syscall(nr, a, b, 0, 0, 0, 0);
    }

    static long syscall(int nr, long a) {
        return syscall(nr, a, 0, 0, 0, 0, 0);
    }

    static long syscall(int nr) {
        return syscall(nr, 0, 0, 0, 0, 0, 0);
    }

    /// A system call that must not be repeated: it may answer [#EINTR].
    static long interruptible(int nr, long a, long b, long c, long d, long e, long f) {
        // The buffer for errno is made per call: a virtual thread has no memory of its own that
        // is cheaper, and a shared one would mix the errors of threads.
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) CALL.invokeExact(SYSCALL, state, (long) nr, a, b, c, d, e, f);
            return result == -1 ? -state.get(ValueLayout.JAVA_INT, ERRNO) : result;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// A function of libc that takes words or pointers and answers an int, without touching errno.
    static int call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return (int) (long) CALL.invokeExact(function, state, a, b, c, d, e, f, 0L);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// A handle of words has nothing to throw but errors of the virtual machine.
    private static AssertionError unexpected(Throwable t) {
        if (t instanceof Error error) {
            throw error;
        }
        return new AssertionError(t);
    }
}
