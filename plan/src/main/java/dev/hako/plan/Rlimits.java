package dev.hako.plan;

import static dev.hako.kernel.Errno.EPERM;
import static dev.hako.plan.Argument.value;

import dev.hako.oci.runtime.Rlimit;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;

/// The resource limits of the program (getrlimit(2)).
final class Rlimits {
    /// Below this a hard limit on descriptors is never a raised one, and the process still needs
    /// some.
    private static final long FEW_DESCRIPTORS = 1024;

    private final PlanBuilder plan;
    private final ProcessStart start;

    Rlimits(PlanBuilder plan, ProcessStart start) {
        this.plan = plan;
        this.start = start;
    }

    /// The launcher's part: what a process in a user namespace may not raise itself, its starter
    /// may. Only the hard limits are given, so that a low one does not hinder the start.
    void raise(Register pid) {
        for (Rlimit limit : start.process().rlimits()) {
            boolean few =
                    limit.type().equals("RLIMIT_NOFILE")
                            && Long.compareUnsigned(limit.hard(), FEW_DESCRIPTORS) < 0;
            if (!few) {
                set(pid, limit, limit.hard());
                plan.tolerate(EPERM);
            }
        }
    }

    /// The process's part.
    void apply() {
        for (Rlimit limit : start.process().rlimits()) {
            set(value(0), limit, limit.soft());
        }
    }

    private void set(Argument pid, Rlimit limit, long soft) {
        int number =
                dev.hako.kernel.Rlimit.parse(limit.type())
                        .orElseThrow(() -> Refusal.invalid(limit.type(), "there is no such limit"))
                        .number();
        String shown =
                limit.type()
                        + "="
                        + Long.toUnsignedString(soft)
                        + ":"
                        + Long.toUnsignedString(limit.hard());
        plan.doing("set the resource limit", shown);
        Data pair = plan.data().place(new Struct(16).u64(0, soft).u64(8, limit.hard()), "limit");
        plan.call(Syscall.PRLIMIT64, pid, value(number), pair, value(0));
    }
}
