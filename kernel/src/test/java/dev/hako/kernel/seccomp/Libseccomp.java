package dev.hako.kernel.seccomp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Memfd;
import dev.hako.kernel.SyscallAbi;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The library the other runtimes compile their filters with, as the oracle.
@SuppressWarnings("restricted")
final class Libseccomp {
    private static final Arena FOREVER = Arena.global();
    private static final SymbolLookup LIBRARY =
            SymbolLookup.libraryLookup("libseccomp.so.2", FOREVER);
    private static final MethodHandle INIT =
            handle("seccomp_init", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle RELEASE =
            handle("seccomp_release", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle ARCH_ADD =
            handle("seccomp_arch_add", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RULE_ADD =
            handle(
                    "seccomp_rule_add_array",
                    FunctionDescriptor.of(
                            JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle EXPORT =
            handle("seccomp_export_bpf", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RESOLVE =
            handle(
                    "seccomp_syscall_resolve_name_arch",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MemoryLayout TEST =
            MemoryLayout.structLayout(
                    JAVA_INT.withName("arg"),
                    JAVA_INT.withName("op"),
                    JAVA_LONG.withName("datum_a"),
                    JAVA_LONG.withName("datum_b"));
    private static final int UNKNOWN = -1;

    private static final Map<SyscallAbi, Integer> TOKENS =
            Map.of(
                    SyscallAbi.X86_64, 0xC000003E,
                    SyscallAbi.I386, 0x40000003,
                    SyscallAbi.X32, 0x4000003E,
                    SyscallAbi.AARCH64, 0xC00000B7,
                    SyscallAbi.ARM, 0x40000028);

    private Libseccomp() {}

    private static MethodHandle handle(String name, FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(LIBRARY.find(name).orElseThrow(), shape);
    }

    /// The library's number of a call, negative if it has none.
    static int resolve(SyscallAbi abi, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) RESOLVE.invokeExact(token(abi), arena.allocateFrom(name));
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    static boolean knows(String name) {
        return resolve(SyscallAbi.X86_64, name) != UNKNOWN;
    }

    /// What the library makes of a filter's rules, in the way runc hands them over; without what
    /// runc itself puts in front for newer calls. The machine is x86_64.
    static BpfProgram compile(SeccompFilter filter) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment context =
                    (MemorySegment) INIT.invokeExact(filter.defaultAction().returnValue());
            for (SyscallAbi abi : filter.abis()) {
                if (abi != SyscallAbi.X86_64) {
                    succeed((int) ARCH_ADD.invokeExact(context, token(abi)));
                }
            }
            for (SeccompRule rule : filter.rules()) {
                if (!rule.action().equals(filter.defaultAction())) {
                    addRule(context, rule, arena);
                }
            }
            BpfProgram program = export(context);
            RELEASE.invokeExact(context);
            return program;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static void addRule(MemorySegment context, SeccompRule rule, Arena arena)
            throws Throwable {
        for (String name : rule.names()) {
            int number = resolve(SyscallAbi.X86_64, name);
            if (number == UNKNOWN) {
                continue;
            }
            for (List<ArgumentTest> tests : rule.alternatives()) {
                int action = rule.action().returnValue();
                MemorySegment array = tests(tests, arena);
                succeed((int) RULE_ADD.invokeExact(context, action, number, tests.size(), array));
            }
        }
    }

    private static MemorySegment tests(List<ArgumentTest> tests, Arena arena) {
        MemorySegment array = arena.allocate(TEST, Math.max(1, tests.size()));
        for (int i = 0; i < tests.size(); i++) {
            MemorySegment one = array.asSlice(i * TEST.byteSize());
            one.set(JAVA_INT, 0, tests.get(i).index());
            one.set(JAVA_INT, 4, operator(tests.get(i).comparison()));
            one.set(JAVA_LONG, 8, tests.get(i).value());
            one.set(JAVA_LONG, 16, tests.get(i).valueTwo());
        }
        return array;
    }

    /// `enum scmp_compare` of seccomp.h.
    private static int operator(Comparison comparison) {
        return switch (comparison) {
            case NE -> 1;
            case LT -> 2;
            case LE -> 3;
            case EQ -> 4;
            case GE -> 5;
            case GT -> 6;
            case MASKED_EQ -> 7;
        };
    }

    private static BpfProgram export(MemorySegment context) throws Throwable {
        try (Fd file = Memfd.create("filter")) {
            succeed((int) EXPORT.invokeExact(context, file.number()));
            file.seek(0, 0);
            ByteBuffer bytes =
                    ByteBuffer.wrap(file.readAll(1 << 20)).order(ByteOrder.LITTLE_ENDIAN);
            List<BpfInstruction> instructions = new ArrayList<>();
            while (bytes.hasRemaining()) {
                instructions.add(
                        new BpfInstruction(
                                bytes.getShort(),
                                Byte.toUnsignedInt(bytes.get()),
                                Byte.toUnsignedInt(bytes.get()),
                                bytes.getInt()));
            }
            return new BpfProgram(instructions);
        }
    }

    private static int token(SyscallAbi abi) {
        return TOKENS.getOrDefault(abi, 0);
    }

    private static void succeed(int result) {
        if (result != 0) {
            throw new AssertionError("libseccomp answered " + result);
        }
    }
}
