package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;

/// Writing one value into one file of a kernel file system.
final class Files {
    private Files() {}

    /// Opens, writes, closes.
    static void write(PlanBuilder plan, Argument directory, Data path, String content) {
        plan.call(Syscall.OPENAT, directory, path, value(O_WRONLY | O_CLOEXEC));
        Register file = plan.into("file");
        writeAndClose(plan, file, content);
    }

    /// Writes into an open file.
    static void write(PlanBuilder plan, Register file, String content) {
        plan.add(new Action.Write(file, plan.text(content), ProcessPaths.utf8Length(content)));
    }

    /// Writes into an open file and closes it.
    static void writeAndClose(PlanBuilder plan, Register file, String content) {
        write(plan, file, content);
        plan.close(file);
        plan.registers().release(file);
    }
}
