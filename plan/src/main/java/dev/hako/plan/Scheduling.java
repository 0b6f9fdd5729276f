package dev.hako.plan;

import static dev.hako.plan.Argument.value;

import dev.hako.oci.runtime.IoPriority;
import dev.hako.oci.runtime.MemoryPolicy;
import dev.hako.oci.runtime.Scheduler;
import dev.hako.plan.Argument.Data;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How the program is scheduled, and where its memory lies (sched(7), ioprio_set(2),
/// set_mempolicy(2)). Null asks for nothing.
final class Scheduling {
    private static final int SCHED_ATTR_SIZE = 48;
    private static final int IOPRIO_WHO_PROCESS = 1;
    private static final int IOPRIO_CLASS_SHIFT = 13;

    private final PlanBuilder plan;

    Scheduling(PlanBuilder plan) {
        this.plan = plan;
    }

    void scheduler(@Nullable Scheduler scheduler) {
        if (scheduler == null) {
            return;
        }
        plan.doing("set the scheduler", scheduler.policy().name());
        Struct attr = new Struct(SCHED_ATTR_SIZE).u32(0, SCHED_ATTR_SIZE);
        attr.u32(4, policy(scheduler.policy())).u64(8, flags(scheduler));
        attr.u32(16, Objects.requireNonNullElse(scheduler.nice(), 0));
        attr.u32(20, Objects.requireNonNullElse(scheduler.priority(), 0));
        attr.u64(24, Objects.requireNonNullElse(scheduler.runtimeNanos(), 0L));
        attr.u64(32, Objects.requireNonNullElse(scheduler.deadlineNanos(), 0L));
        attr.u64(40, Objects.requireNonNullElse(scheduler.periodNanos(), 0L));
        Data data = plan.data().place(attr, scheduler);
        plan.call(Syscall.SCHED_SETATTR, value(0), data, value(0));
    }

    private static int policy(Scheduler.Policy policy) {
        return switch (policy) {
            case SCHED_OTHER -> 0;
            case SCHED_FIFO -> 1;
            case SCHED_RR -> 2;
            case SCHED_BATCH -> 3;
            case SCHED_ISO ->
                    throw Refusal.feature(
                            "SCHED_ISO", "Linux never had this policy", "use SCHED_OTHER");
            case SCHED_IDLE -> 5;
            case SCHED_DEADLINE -> 6;
        };
    }

    private static long flags(Scheduler scheduler) {
        long flags = 0;
        for (Scheduler.Flag flag : scheduler.flags()) {
            flags |=
                    switch (flag) {
                        case SCHED_FLAG_RESET_ON_FORK -> 0x01;
                        case SCHED_FLAG_RECLAIM -> 0x02;
                        case SCHED_FLAG_DL_OVERRUN -> 0x04;
                        case SCHED_FLAG_KEEP_POLICY -> 0x08;
                        case SCHED_FLAG_KEEP_PARAMS -> 0x10;
                        case SCHED_FLAG_UTIL_CLAMP_MIN -> 0x20;
                        case SCHED_FLAG_UTIL_CLAMP_MAX -> 0x40;
                    };
        }
        return flags;
    }

    void ioPriority(@Nullable IoPriority priority) {
        if (priority != null) {
            int ioClass =
                    switch (priority.ioClass()) {
                        case IOPRIO_CLASS_RT -> 1;
                        case IOPRIO_CLASS_BE -> 2;
                        case IOPRIO_CLASS_IDLE -> 3;
                    };
            plan.doing("set the I/O priority", priority.ioClass().name());
            int level = ioClass << IOPRIO_CLASS_SHIFT | priority.priority();
            plan.call(Syscall.IOPRIO_SET, value(IOPRIO_WHO_PROCESS), value(0), value(level));
        }
    }

    /// @param when for messages
    void affinity(String when, @Nullable String processors) {
        if (processors != null && !processors.isEmpty()) {
            Struct mask = mask(processors);
            plan.doing("set the " + when + " processors", processors);
            Data data = plan.data().place(mask, processors);
            plan.call(Syscall.SCHED_SETAFFINITY, value(0), value(mask.size()), data);
        }
    }

    void memoryPolicy(@Nullable MemoryPolicy policy) {
        if (policy == null) {
            return;
        }
        int mode = mode(policy.mode());
        for (MemoryPolicy.Flag flag : policy.flags()) {
            mode |=
                    switch (flag) {
                        case MPOL_F_NUMA_BALANCING -> 1 << 13;
                        case MPOL_F_RELATIVE_NODES -> 1 << 14;
                        case MPOL_F_STATIC_NODES -> 1 << 15;
                    };
        }
        plan.doing("set the memory policy", policy.mode().name());
        String nodes = policy.nodes();
        if (nodes == null || nodes.isEmpty()) {
            plan.call(Syscall.SET_MEMPOLICY, value(mode), value(0), value(0));
        } else {
            Struct mask = mask(nodes);
            // The kernel reads one bit less than it is told.
            int bits = mask.size() * Byte.SIZE + 1;
            plan.call(
                    Syscall.SET_MEMPOLICY,
                    value(mode),
                    plan.data().place(mask, nodes),
                    value(bits));
        }
    }

    private static int mode(MemoryPolicy.Mode mode) {
        return switch (mode) {
            case MPOL_DEFAULT -> 0;
            case MPOL_PREFERRED -> 1;
            case MPOL_BIND -> 2;
            case MPOL_INTERLEAVE -> 3;
            case MPOL_LOCAL -> 4;
            case MPOL_PREFERRED_MANY -> 5;
            case MPOL_WEIGHTED_INTERLEAVE -> 6;
        };
    }

    /// A list such as `0-3,7` as the kernel's bits, in whole words.
    static Struct mask(String list) {
        BitSet bits = new BitSet();
        for (String range : list.split(",", -1)) {
            String[] ends = range.strip().split("-", 2);
            int first = Integer.parseInt(ends[0]);
            int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
            if (last < first || last >= 1 << 16) {
                throw Refusal.invalid(list, "not a list of processors or nodes");
            }
            bits.set(first, last + 1);
        }
        byte[] bytes = bits.toByteArray();
        return new Struct((bytes.length + 7) & ~7).bytes(0, bytes);
    }
}
