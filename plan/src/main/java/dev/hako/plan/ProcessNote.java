package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;

/// A container's first process, noted in a file of the launcher's machine: where plans that join it
/// come from elsewhere, who makes them cannot open it for them. The machine is there for this
/// container, and the number is nobody else's as long as one can be joined.
final class ProcessNote {
    private static final int MODE = 0600;

    private ProcessNote() {}

    static void write(PlanBuilder plan, String file, Register pid) {
        plan.doing("note the process in", file);
        Data number = plan.data().place(new Struct(Long.BYTES), "pid");
        plan.store(number, pid, Long.BYTES);
        plan.call(
                Syscall.OPENAT,
                AT_FDCWD,
                plan.text(file),
                value(O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC),
                value(MODE));
        Register note = plan.into("note");
        plan.add(new Action.Write(note, number, Long.BYTES));
        plan.close(note);
        plan.registers().release(note);
    }

    /// A pidfd of the process.
    static Register open(PlanBuilder plan, String file) {
        Register pid = read(plan, file);
        plan.call(Syscall.PIDFD_OPEN, pid, value(0));
        plan.registers().release(pid);
        return plan.into("container");
    }

    /// The process's number.
    static Register read(PlanBuilder plan, String file) {
        plan.doing("find the container's process by", file);
        Data number = plan.data().place(new Struct(Long.BYTES), "pid");
        plan.call(Syscall.OPENAT, AT_FDCWD, plan.text(file), value(O_CLOEXEC));
        Register note = plan.into("note");
        plan.call(Syscall.READ, note, number, value(Long.BYTES));
        plan.close(note);
        plan.registers().release(note);
        return plan.load(number, Long.BYTES).into("pid_noted");
    }
}
