package dev.hako.bench.scenario;

import dev.hako.compare.oci.Bundle;
import dev.hako.kernel.Arch;
import dev.hako.kernel.CapabilitySet;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.CgroupLayout;
import dev.hako.plan.ContainerLaunch;
import dev.hako.plan.ContainerPlan;
import dev.hako.plan.Descriptors;
import dev.hako.plan.KernelFeatures;
import dev.hako.plan.LaunchOptions;
import dev.hako.plan.Monitoring;
import dev.hako.plan.PlanHost;
import dev.hako.plan.RootFilesystem;
import dev.hako.plan.Stdio;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A program that compiles one plan over and over, in a JVM like the engine's, and prints how many
/// nanoseconds each of the last compilations took, a line each.
final class PlanLoop {
    private static final int LAST_CAPABILITY = 40;
    private static final int STATE_DIRECTORY = 5;

    private PlanLoop() {}

    /// Compiles and prints.
    ///
    /// @param arguments how many compilations to warm up with, and how many to measure
    public static void main(String[] arguments) {
        ContainerLaunch launch = launch();
        long check = 0;
        for (int i = Integer.parseInt(arguments[0]); i > 0; i--) {
            check += ContainerPlan.compile(launch).encode().length;
        }
        long[] nanos = new long[Integer.parseInt(arguments[1])];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            check += ContainerPlan.compile(launch).encode().length;
            nanos[i] = System.nanoTime() - start;
        }
        for (long time : nanos) {
            System.out.println(time);
        }
        if (check == 0) {
            throw new IllegalStateException("plans are empty");
        }
    }

    /// A container as Docker would harden it, on a machine with all hierarchies of cgroup v1.
    private static ContainerLaunch launch() {
        Spec spec = Bundle.spec("/rootfs", "/hako/box", List.of("true"));
        return new ContainerLaunch(
                host(),
                "box",
                "/",
                spec,
                RootFilesystem.directory("/rootfs"),
                new Stdio.Pipes(false),
                Descriptors.of(STATE_DIRECTORY),
                Monitoring.QUIET,
                LaunchOptions.STANDARD,
                Map.of());
    }

    private static PlanHost host() {
        List<CgroupLayout.Hierarchy> hierarchies =
                Stream.of(
                                "cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio",
                                "pids")
                        .map(name ->
                                new CgroupLayout.Hierarchy(
                                        List.of(name), "/sys/fs/cgroup/" + name, "/hako"))
                        .toList();
        return new PlanHost(
                Arch.host(),
                KernelFeatures.ALL,
                new CgroupLayout.V1(hierarchies, Optional.empty()),
                false,
                LAST_CAPABILITY,
                CapabilitySet.ALL);
    }
}
