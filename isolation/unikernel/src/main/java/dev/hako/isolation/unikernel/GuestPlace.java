package dev.hako.isolation.unikernel;

import dev.hako.kernel.Arch;
import dev.hako.kernel.CapabilitySet;
import dev.hako.plan.CgroupLayout;
import dev.hako.plan.Descriptors;
import dev.hako.plan.KernelFeatures;
import dev.hako.plan.LaunchOptions;
import dev.hako.plan.Monitoring;
import dev.hako.plan.PlanHost;
import java.util.List;
import java.util.Optional;

/// A guest as the machine that plans are compiled for.
final class GuestPlace {
    /// Where what the initrd brings is found (`guest_place.c`).
    static final String FILES = "/files";

    private static final int LAST_CAPABILITY = 40;

    /// Where the launcher in the guest has its client's connection, and the guest's `/run`.
    static final int CLIENT = 5;

    /// Where the container's process is noted.
    static final String NOTE = "/run/container";

    private static final int STATE = 6;

    /// `WIRE_ATTACH_…`: all streams and signals, and nothing lost.
    private static final int ALL = 1 | 2 | 4 | 8 | 16;

    static final PlanHost HOST =
            new PlanHost(
                    Arch.X86_64,
                    KernelFeatures.ALL,
                    new CgroupLayout.V2(
                            new CgroupLayout.Unified(
                                    List.of("cpu", "io", "memory", "pids"), "/sys/fs/cgroup", "/")),
                    false,
                    LAST_CAPABILITY,
                    CapabilitySet.ALL);

    static final LaunchOptions OPTIONS = LaunchOptions.STANDARD.noting(NOTE);

    static final Descriptors DESCRIPTORS =
            new Descriptors(
                    STATE,
                    Descriptors.ABSENT,
                    Descriptors.ABSENT,
                    CLIENT,
                    Descriptors.ABSENT,
                    Descriptors.ABSENT,
                    List.of());

    /// The monitor inside serves the stand-in alone, and ends its program when that has gone.
    static final Monitoring MONITORING =
            new Monitoring(
                    false,
                    true,
                    false,
                    Monitoring.WithoutEngine.ENDS,
                    "exit",
                    Optional.empty(),
                    Optional.of(new Monitoring.Foreground(ALL, List.of())),
                    Optional.empty());

    private GuestPlace() {}
}
