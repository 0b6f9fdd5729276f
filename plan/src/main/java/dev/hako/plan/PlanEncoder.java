package dev.hako.plan;

import dev.hako.kernel.Arch;
import dev.hako.kernel.Errno;
import java.util.List;

/// A plan's bytes: `struct plan_header`, the steps, the relocations, the data.
final class PlanEncoder {
    private static final int MAGIC = 0x504b4148;
    private static final int VERSION = 1;
    private static final int HEADER_SIZE = 32;
    private static final int STEP_SIZE = 72;
    private static final int MAX_STEPS = 8192;
    private static final int MAX_SIZE = 4 << 20;
    private static final int NUMBER = 10;
    private static final int ERRORS = 12;
    private static final int TARGET = 20;
    private static final int ARGUMENTS = 24;
    private static final int KINDS = 4;

    private PlanEncoder() {}

    static byte[] encode(Plan plan) {
        int relocations = HEADER_SIZE + plan.steps().size() * STEP_SIZE;
        int data = (relocations + plan.relocations().length * Integer.BYTES + 7) & ~7;
        int size = data + plan.data().length;
        if (plan.steps().size() > MAX_STEPS || size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "the plan is too long: " + plan.steps().size() + " steps, " + size + " bytes");
        }
        byte[] out = new byte[size];
        header(out, plan);
        for (int i = 0; i < plan.steps().size(); i++) {
            step(out, HEADER_SIZE + i * STEP_SIZE, plan.steps().get(i), plan.arch());
        }
        for (int i = 0; i < plan.relocations().length; i++) {
            put(out, relocations + i * Integer.BYTES, plan.relocations()[i]);
        }
        System.arraycopy(plan.data(), 0, out, data, plan.data().length);
        return out;
    }

    private static void header(byte[] out, Plan plan) {
        put(out, 0, MAGIC);
        put(out, 4, VERSION);
        put(out, 6, machine(plan.arch()));
        put(out, 8, plan.steps().size());
        put(out, 12, plan.relocations().length);
        put(out, 16, plan.data().length);
        put(out, 20, plan.cleanup());
    }

    /// ELF's number for the machine.
    private static int machine(Arch arch) {
        return switch (arch) {
            case X86_64 -> 62;
            case AARCH64 -> 183;
        };
    }

    private static void step(byte[] out, int at, Step step, Arch arch) {
        Action action = step.action();
        OnError onError = step.onError();
        out[at] = (byte) action.verb();
        out[at + 1] = (byte) onError.code();
        out[at + 2] = (byte) step.result().index();
        out[at + 3] = (byte) onError.errors().size();
        put(out, at + NUMBER, number(action, arch));
        // At most one of the two has a target.
        put(out, at + TARGET, action.target() | onError.target());
        errors(out, at + ERRORS, onError.errors());
        arguments(out, at, action.arguments());
    }

    private static int number(Action action, Arch arch) {
        return switch (action) {
            case Action.Call call -> call.syscall().number(arch);
            case Action.Each each -> each.syscall().number(arch);
            default -> 0;
        };
    }

    private static void arguments(byte[] out, int at, List<Argument> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            out[at + KINDS + i] = (byte) argument.kind();
            put(out, at + ARGUMENTS + i * Long.BYTES, argument.bits());
        }
    }

    private static void errors(byte[] out, int at, List<Errno> errors) {
        for (int i = 0; i < errors.size(); i++) {
            put(out, at + i * Short.BYTES, errors.get(i).number());
        }
    }

    /// A number of any width into bytes that are still zero, so only as far as it goes.
    private static void put(byte[] out, int at, long number) {
        int offset = at;
        for (long rest = number; rest != 0; rest >>>= Byte.SIZE) {
            out[offset++] = (byte) rest;
        }
    }
}
