package dev.hako.isolation.unikernel;

import dev.hako.kernel.Arch;
import dev.hako.kernel.CapabilitySet;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Root;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A container inside a guest, whose root is what the initrd has brought: the same plans as on a
/// host, for another machine.
final class GuestPlan {
    /// How many streams it gets: the control connection, and the client's.
    static final int STREAMS = 2;

    private static final int FIRST = 4;
    private static final int LAST_CAPABILITY = 40;
    private static final int LOSSLESS_STREAMS = 1 | 2 | 4 | 16;
    private static final PlanHost HOST =
            new PlanHost(
                    Arch.X86_64,
                    KernelFeatures.ALL,
                    new CgroupLayout.None("a guest has no control groups yet", "set no limit"),
                    false,
                    LAST_CAPABILITY,
                    CapabilitySet.ALL);

    private GuestPlan() {}

    /// @param words of busybox
    static byte[] of(String... words) {
        List<String> arguments = new ArrayList<>(List.of("/busybox"));
        arguments.addAll(List.of(words));
        Process process = Process.of(arguments).with(p -> p.cwd("/").env(List.of("PATH=/")));
        Linux linux =
                Linux.NONE.with(l ->
                        l.namespaces(
                                Stream.of(
                                                Namespace.Type.MOUNT,
                                                Namespace.Type.PID,
                                                Namespace.Type.IPC,
                                                Namespace.Type.UTS)
                                        .map(Namespace::fresh)
                                        .toList()));
        Monitoring monitoring =
                new Monitoring(
                        false,
                        true,
                        false,
                        Monitoring.WithoutEngine.LIVES_ON,
                        "exit",
                        Optional.empty(),
                        Optional.of(new Monitoring.Foreground(LOSSLESS_STREAMS, List.of())),
                        Optional.empty());
        Descriptors descriptors =
                new Descriptors(
                        FIRST + STREAMS,
                        Descriptors.ABSENT,
                        Descriptors.ABSENT,
                        FIRST + 1,
                        Descriptors.ABSENT,
                        Descriptors.ABSENT,
                        List.of());
        return ContainerPlan.compile(
                        new ContainerLaunch(
                                HOST,
                                "inner",
                                "/",
                                Spec.of(new Root("/files", false), process)
                                        .with(s -> s.linux(linux)),
                                RootFilesystem.directory("/files"),
                                new Stdio.Pipes(true),
                                descriptors,
                                monitoring,
                                LaunchOptions.STANDARD,
                                Map.of()))
                .encode();
    }
}
