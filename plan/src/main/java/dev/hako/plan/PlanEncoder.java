package dev.hako.plan;

import dev.hako.kernel.Arch;
import dev.hako.kernel.Errno;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Immediate;
import dev.hako.plan.Argument.Register;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// A plan's bytes: `struct plan_header`, the steps, the relocations, the data.
///
/// All structures are made of whole 64-bit words, so they are put together as words.
final class PlanEncoder {
    private static final int MAGIC = 0x504b4148;
    private static final int VERSION = 1;
    private static final int HEADER_WORDS = 4;
    private static final int STEP_WORDS = 9;
    private static final int ARGUMENTS = 3;

    /// Of `enum plan_kind`, where 0 is an immediate.
    private static final long DATA = 1;

    private static final long REGISTER = 2;

    /// Where each errno lies in its word: two in the step's second, two in its third.
    private static final int[] ERROR_SHIFTS = {32, 48, 0, 16};

    private static final int MAX_STEPS = 8192;
    private static final int MAX_SIZE = 4 << 20;

    private PlanEncoder() {}

    static byte[] encode(Plan plan) {
        long[] words = new long[HEADER_WORDS + plan.steps().size() * STEP_WORDS];
        int relocations = words.length * Long.BYTES;
        int data = (relocations + plan.relocations().length * Integer.BYTES + 7) & ~7;
        int size = data + plan.data().length;
        if (plan.steps().size() > MAX_STEPS || size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "the plan is too long: " + plan.steps().size() + " steps, " + size + " bytes");
        }
        header(words, plan);
        int at = HEADER_WORDS;
        for (Step step : plan.steps()) {
            step(words, at, step, plan.arch());
            at += STEP_WORDS;
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.asLongBuffer().put(words);
        out.position(relocations).asIntBuffer().put(plan.relocations());
        out.position(data).put(plan.data());
        return out.array();
    }

    private static void header(long[] words, Plan plan) {
        words[0] = MAGIC | (long) VERSION << 32 | (long) machine(plan.arch()) << 48;
        words[1] = plan.steps().size() | (long) plan.relocations().length << 32;
        words[2] = plan.data().length | (long) plan.cleanup() << 32;
    }

    /// ELF's number for the machine.
    private static int machine(Arch arch) {
        return switch (arch) {
            case X86_64 -> 62;
            case AARCH64 -> 183;
        };
    }

    private static void step(long[] words, int at, Step step, Arch arch) {
        Action action = step.action();
        long kinds = arguments(words, at + ARGUMENTS, action.arguments());
        words[at] = action.verb() | step.result().index() << 16 | kinds << 32;
        words[at + 1] = kinds >>> 32 | (long) number(action, arch) << 16;
        words[at + 2] = (long) action.target() << 32;
        if (!(step.onError() instanceof OnError.Stop)) {
            onError(words, at, step.onError());
        }
    }

    private static int number(Action action, Arch arch) {
        if (action instanceof Action.Call call) {
            return call.syscall().number(arch);
        }
        return action instanceof Action.Each each ? each.syscall().number(arch) : 0;
    }

    /// No step has two targets.
    private static void onError(long[] words, int at, OnError onError) {
        List<Errno> errors = onError.errors();
        words[at] |= onError.code() << 8 | (long) errors.size() << 24;
        words[at + 2] |= (long) onError.target() << 32;
        for (int i = 0; i < errors.size(); i++) {
            words[at + 1 + (i >> 1)] |= (long) errors.get(i).number() << ERROR_SHIFTS[i];
        }
    }

    /// Told apart by type: the engine's compiler makes interface calls of anything else, and there
    /// are a thousand arguments.
    ///
    /// @return the arguments' kinds, a byte each
    private static long arguments(long[] words, int at, List<Argument> arguments) {
        long kinds = 0;
        int count = arguments.size();
        for (int i = 0; i < count; i++) {
            Argument argument = arguments.get(i);
            if (argument instanceof Data data) {
                kinds |= DATA << i * Byte.SIZE;
                words[at + i] = data.offset();
            } else if (argument instanceof Register register) {
                kinds |= REGISTER << i * Byte.SIZE;
                words[at + i] = register.index();
            } else {
                words[at + i] = ((Immediate) argument).value();
            }
        }
        return kinds;
    }
}
