package dev.hako.kernel.seccomp;

import dev.hako.kernel.SyscallAbi;

/// Runs a filter on one call, as the kernel would.
final class BpfMachine {
    /// What a run came to.
    ///
    /// @param value what the filter returned
    /// @param steps how many instructions that took
    record Outcome(int value, int steps) {}

    private BpfMachine() {}

    /// What the filter returns for a call with these arguments, the rest being 0.
    static int run(BpfProgram program, SyscallAbi abi, int nr, long... args) {
        return run(program, abi.auditArch(), nr, args).value();
    }

    static Outcome run(BpfProgram program, int arch, int nr, long... args) {
        int accumulator = 0;
        int at = 0;
        int steps = 0;
        while (true) {
            BpfInstruction i = program.instructions().get(at++);
            steps++;
            switch (i.code()) {
                case BpfInstruction.BPF_LD_W_ABS -> accumulator = word(i.k(), arch, nr, args);
                case BpfInstruction.BPF_AND_K -> accumulator &= i.k();
                case BpfInstruction.BPF_JA -> at += i.k();
                case BpfInstruction.BPF_JEQ_K -> at += accumulator == i.k() ? i.jt() : i.jf();
                case BpfInstruction.BPF_JGT_K ->
                        at += Integer.compareUnsigned(accumulator, i.k()) > 0 ? i.jt() : i.jf();
                case BpfInstruction.BPF_JGE_K ->
                        at += Integer.compareUnsigned(accumulator, i.k()) >= 0 ? i.jt() : i.jf();
                case BpfInstruction.BPF_RET_K -> {
                    return new Outcome(i.k(), steps);
                }
                default -> throw new AssertionError("unknown instruction " + i);
            }
        }
    }

    /// A word of `struct seccomp_data`.
    private static int word(int offset, int arch, int nr, long[] args) {
        return switch (offset) {
            case SeccompCompiler.NR -> nr;
            case SeccompCompiler.ARCH -> arch;
            default -> {
                int index = (offset - TestCompiler.ARGS) / 8;
                long arg = index < args.length ? args[index] : 0;
                yield (int) (offset % 8 == 0 ? arg : arg >>> 32);
            }
        };
    }
}
