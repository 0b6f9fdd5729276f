package dev.hako.kernel.seccomp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes a program from its end to its beginning, so that every target of a jump is known: the
/// machine only jumps forward.
final class BpfAssembler {
    /// A place in the program, counted from its end so that it holds while the program grows.
    ///
    /// @param fromEnd how many instructions there are from it to the end
    record Label(int fromEnd) {}

    /// In reverse order.
    private final List<BpfInstruction> reversed = new ArrayList<>();

    private final Map<Integer, Label> returns = new HashMap<>();

    /// A place that returns `value`, near enough for the next comparison.
    Label returning(int value) {
        Label known = returns.get(value);
        if (known != null && isNear(known)) {
            return known;
        }
        Label label = put(new BpfInstruction(BpfInstruction.BPF_RET_K, 0, 0, value));
        returns.put(value, label);
        return label;
    }

    /// Compares the accumulator with `k` and goes on at one of two places.
    Label compare(int code, int k, Label ifTrue, Label ifFalse) {
        if (ifTrue.equals(ifFalse)) {
            return ifTrue;
        }
        Label nearTrue = near(ifTrue);
        Label nearFalse = near(ifFalse);
        return put(new BpfInstruction(code, skip(nearTrue), skip(nearFalse), k));
    }

    /// Masks the accumulator and goes on at `next`.
    Label and(int k, Label next) {
        goTo(next);
        return put(new BpfInstruction(BpfInstruction.BPF_AND_K, 0, 0, k));
    }

    /// Loads a word of `struct seccomp_data` and goes on at `next`.
    Label load(int offset, Label next) {
        goTo(next);
        return put(new BpfInstruction(BpfInstruction.BPF_LD_W_ABS, 0, 0, offset));
    }

    /// The program, if nothing is to come before it any more.
    BpfProgram program() {
        return new BpfProgram(reversed.reversed());
    }

    private Label put(BpfInstruction instruction) {
        reversed.add(instruction);
        return new Label(reversed.size());
    }

    private int skip(Label target) {
        return reversed.size() - target.fromEnd;
    }

    /// Leaves room for the jumps a comparison may need in front of its targets.
    private boolean isNear(Label target) {
        return skip(target) <= BpfInstruction.LONGEST_SKIP - 2;
    }

    private Label near(Label target) {
        return isNear(target) ? target : jump(target);
    }

    private void goTo(Label next) {
        if (skip(next) != 0) {
            jump(next);
        }
    }

    private Label jump(Label target) {
        return put(new BpfInstruction(BpfInstruction.BPF_JA, 0, 0, skip(target)));
    }
}
