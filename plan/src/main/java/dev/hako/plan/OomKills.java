package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;

/// Keeps what the kernel says of processes it has killed for want of memory: the group that counts
/// them is about to be removed.
final class OomKills {
    private static final int MOST_BYTES = 512;

    private OomKills() {}

    /// Copies the counters into the file [Monitoring#OOM_NAME].
    ///
    /// @param counters a file of the group with a line `oom_kill NUMBER`
    /// @param directory where the copy goes
    static void keep(PlanBuilder plan, String counters, Register directory) {
        Label done = new Label("oom kills kept");
        plan.doing("keep what is counted in", counters);
        Data buffer = plan.data().place(new Struct(MOST_BYTES), "oom kills");
        plan.call(Syscall.OPENAT, AT_FDCWD, plan.text(counters), value(O_CLOEXEC)).branch(done);
        Register source = plan.into("counters");
        plan.call(Syscall.READ, source, buffer, value(MOST_BYTES)).branch(done);
        Register count = plan.into("count");
        plan.close(source);
        plan.call(
                        Syscall.OPENAT,
                        directory,
                        plan.text(Monitoring.OOM_NAME),
                        value(O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC),
                        value(0600))
                .branch(done);
        Register target = plan.into("kept");
        plan.call(Syscall.WRITE, target, buffer, count);
        plan.close(target);
        plan.place(done);
    }
}
