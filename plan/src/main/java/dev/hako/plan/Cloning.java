package dev.hako.plan;

import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;

/// A clone3(2) with a pidfd.
///
/// @param pid the new process's id, as the cloning process sees it
/// @param pidfd its descriptor
record Cloning(Register pid, Register pidfd) {
    static final int CLONE_PARENT = 0x00008000;

    private static final long CLONE_PIDFD = 0x00001000;
    private static final long CLONE_INTO_CGROUP = 0x200000000L;
    private static final int SIGCHLD = 17;
    private static final int CLONE_ARGS_SIZE = 88;
    private static final int PIDFD = 8;
    private static final int EXIT_SIGNAL = 32;
    private static final int CGROUP = 80;

    /// @param flags `CLONE_…` besides those for the pidfd and the cgroup
    /// @param cgroup an open directory of a cgroup2 hierarchy to be born in, or [Register#NONE]
    static Cloning into(PlanBuilder plan, int flags, Register cgroup, Label child) {
        Data slot = plan.data().place(new Struct(8), "pidfd");
        long all = Integer.toUnsignedLong(flags) | CLONE_PIDFD;
        all |= cgroup.exists() ? CLONE_INTO_CGROUP : 0;
        Struct struct = new Struct(CLONE_ARGS_SIZE).u64(0, all).pointer(PIDFD, slot);
        // A child of one's parent announces its end as its siblings do.
        struct.u64(EXIT_SIGNAL, (flags & CLONE_PARENT) != 0 ? 0 : SIGCHLD);
        Data args = plan.data().place(struct, "clone_args{flags=0x" + Long.toHexString(all) + "}");
        if (cgroup.exists()) {
            plan.store(new Data(args.offset() + CGROUP, "clone_args.cgroup"), cgroup, 8);
        }
        plan.add(new Action.Clone(args, CLONE_ARGS_SIZE, child));
        Register pid = plan.into("pid");
        Register pidfd = plan.load(slot, 4).into("pidfd");
        return new Cloning(pid, pidfd);
    }
}
