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
final class PlanEncoder {
    private static final int MAGIC = 0x504b4148;
    private static final int VERSION = 1;
    private static final int HEADER_SIZE = 32;
    private static final int STEP_SIZE = 72;
    private static final int MAX_STEPS = 8192;
    private static final int MAX_SIZE = 4 << 20;
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
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header(out, plan);
        for (int i = 0; i < plan.steps().size(); i++) {
            step(out, HEADER_SIZE + i * STEP_SIZE, plan.steps().get(i), plan.arch());
        }
        for (int i = 0; i < plan.relocations().length; i++) {
            out.putInt(relocations + i * Integer.BYTES, plan.relocations()[i]);
        }
        out.put(data, plan.data());
        return out.array();
    }

    private static void header(ByteBuffer out, Plan plan) {
        out.putInt(0, MAGIC);
        out.putShort(4, (short) VERSION);
        out.putShort(6, machine(plan.arch()));
        out.putInt(8, plan.steps().size());
        out.putInt(12, plan.relocations().length);
        out.putInt(16, plan.data().length);
        out.putInt(20, plan.cleanup());
    }

    /// ELF's number for the machine.
    private static short machine(Arch arch) {
        return switch (arch) {
            case X86_64 -> 62;
            case AARCH64 -> 183;
        };
    }

    private static void step(ByteBuffer out, int at, Step step, Arch arch) {
        out.put(at, (byte) verb(step.action()));
        out.put(at + 2, (byte) step.result().index());
        List<Argument> arguments = step.action().arguments();
        for (int i = 0; i < arguments.size(); i++) {
            argument(out, at, i, arguments.get(i));
        }
        switch (step.action()) {
            case Action.Call call -> out.putShort(at + 10, (short) call.syscall().number(arch));
            case Action.Clone clone -> out.putInt(at + TARGET, clone.child().step());
            case Action.Jump jump -> out.putInt(at + TARGET, jump.target().step());
            default -> {}
        }
        onError(out, at, step.onError());
    }

    private static void argument(ByteBuffer out, int at, int index, Argument argument) {
        int kind =
                switch (argument) {
                    case Immediate immediate -> put(out, at, index, immediate.value(), 0);
                    case Data data -> put(out, at, index, data.offset(), 1);
                    case Register register -> put(out, at, index, register.index(), 2);
                };
        out.put(at + KINDS + index, (byte) kind);
    }

    private static int put(ByteBuffer out, int at, int index, long value, int kind) {
        out.putLong(at + ARGUMENTS + index * Long.BYTES, value);
        return kind;
    }

    private static void onError(ByteBuffer out, int at, OnError onError) {
        int code =
                switch (onError) {
                    case OnError.Stop _ -> 0;
                    case OnError.Tolerate _ -> 1;
                    case OnError.Branch branch -> target(out, at, branch.target().step(), 2);
                    case OnError.Retry retry -> target(out, at, retry.millis(), 3);
                };
        out.put(at + 1, (byte) code);
        List<Errno> errors = onError.errors();
        out.put(at + 3, (byte) errors.size());
        for (int i = 0; i < errors.size(); i++) {
            out.putShort(at + ERRORS + i * Short.BYTES, (short) errors.get(i).number());
        }
    }

    private static int target(ByteBuffer out, int at, int target, int code) {
        out.putInt(at + TARGET, target);
        return code;
    }

    /// `enum plan_verb`.
    private static int verb(Action action) {
        return switch (action) {
            case Action.Call _ -> 1;
            case Action.Clone _ -> 2;
            case Action.Jump _ -> 3;
            case Action.Fail _ -> 4;
            case Action.End _ -> 5;
            case Action.Load _ -> 6;
            case Action.Store _ -> 7;
            case Action.Decimal _ -> 8;
            case Action.Write _ -> 9;
            case Action.Send _ -> 10;
            case Action.Receive _ -> 11;
            case Action.SendFd _ -> 12;
            case Action.ReceiveFd _ -> 13;
            case Action.Spawn _ -> 14;
            case Action.Report _ -> 15;
            case Action.Exec _ -> 16;
            case Action.AwaitExec _ -> 17;
            case Action.Monitor _ -> 18;
        };
    }
}
