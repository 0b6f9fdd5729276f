package dev.hako.plan;

import dev.hako.plan.Argument.Register;

/// How a process comes into control groups that are there.
sealed interface CgroupEntry permits Cgroups, KnownCgroups {
    /// Makes ready for a process to join.
    void open();

    /// The group of cgroup2 a process is born in, or [Register#NONE].
    Register birthplace();

    /// The process's part.
    void join();
}
