package dev.hako.kernel.seccomp;

import static dev.hako.kernel.seccomp.BpfInstruction.BPF_JEQ_K;
import static dev.hako.kernel.seccomp.BpfInstruction.BPF_JGE_K;
import static dev.hako.kernel.seccomp.BpfInstruction.BPF_JGT_K;

import dev.hako.kernel.seccomp.BpfAssembler.Label;
import java.util.List;

/// Compiles tests on arguments. The machine has words of 32 bits, so an argument is two of them.
///
/// @param wide whether the upper word of arguments counts
record TestCompiler(BpfAssembler assembler, boolean wide) {
    /// `offsetof(struct seccomp_data, args)`.
    static final int ARGS = 16;

    private static final int ARG_BYTES = 8;
    private static final int WORD_BYTES = 4;

    /// Code that goes to `yes` if all tests hold, else to `no`.
    Label all(List<ArgumentTest> tests, Label yes, Label no) {
        Label next = yes;
        for (ArgumentTest test : tests.reversed()) {
            next = one(test, next, no);
        }
        return next;
    }

    private Label one(ArgumentTest test, Label yes, Label no) {
        return switch (test.comparison()) {
            case EQ -> equal(test, yes, no);
            case NE -> equal(test, no, yes);
            case GT -> greater(test, BPF_JGT_K, yes, no);
            case GE -> greater(test, BPF_JGE_K, yes, no);
            case LE -> greater(test, BPF_JGT_K, no, yes);
            case LT -> greater(test, BPF_JGE_K, no, yes);
            case MASKED_EQ -> masked(test, yes, no);
        };
    }

    private Label equal(ArgumentTest test, Label yes, Label no) {
        Label low = loadLow(test, compare(BPF_JEQ_K, low(test.value()), yes, no));
        return wide ? loadHigh(test, compare(BPF_JEQ_K, high(test.value()), low, no)) : low;
    }

    /// The upper word decides unless it is equal; `code` compares the lower one.
    private Label greater(ArgumentTest test, int code, Label yes, Label no) {
        Label low = loadLow(test, compare(code, low(test.value()), yes, no));
        if (!wide) {
            return low;
        }
        Label notGreater = compare(BPF_JEQ_K, high(test.value()), low, no);
        return loadHigh(test, compare(BPF_JGT_K, high(test.value()), yes, notGreater));
    }

    /// A word the mask leaves nothing of is equal without looking.
    private Label masked(ArgumentTest test, Label yes, Label no) {
        long wanted = test.value() & test.valueTwo();
        Label next = yes;
        if (low(test.value()) != 0) {
            Label compare = compare(BPF_JEQ_K, low(wanted), next, no);
            next = loadLow(test, assembler.and(low(test.value()), compare));
        }
        if (wide && high(test.value()) != 0) {
            Label compare = compare(BPF_JEQ_K, high(wanted), next, no);
            next = loadHigh(test, assembler.and(high(test.value()), compare));
        }
        return next;
    }

    private Label compare(int code, int k, Label yes, Label no) {
        return assembler.compare(code, k, yes, no);
    }

    private Label loadLow(ArgumentTest test, Label next) {
        return assembler.load(ARGS + ARG_BYTES * test.index(), next);
    }

    private Label loadHigh(ArgumentTest test, Label next) {
        return assembler.load(ARGS + ARG_BYTES * test.index() + WORD_BYTES, next);
    }

    private static int low(long value) {
        return (int) value;
    }

    private static int high(long value) {
        return (int) (value >>> 32);
    }
}
