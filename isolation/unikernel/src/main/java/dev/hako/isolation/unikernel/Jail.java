package dev.hako.isolation.unikernel;

import dev.hako.guest.boot.CommandLine;
import dev.hako.oci.runtime.Capabilities;
import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Root;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.CgroupLayout;
import dev.hako.plan.ContainerLaunch;
import dev.hako.plan.ContainerPlan;
import dev.hako.plan.Descriptors;
import dev.hako.plan.LaunchOptions;
import dev.hako.plan.Monitoring;
import dev.hako.plan.Plan;
import dev.hako.plan.PlanHost;
import dev.hako.plan.RootFilesystem;
import dev.hako.plan.Stdio;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Where a guest kernel runs on the host.
///
/// Its root is a folder with nothing in it but the kernel, the archive of its first files, and the
/// init of its PID namespace (the kernel itself must not be process 1); what it writes, the guest's
/// memory above all, is on a tmpfs. There is no procfs and no device.
///
/// @param host the machine
/// @param home the folder that becomes its root; see [GuestHome]
/// @param kernel the kernel's program
/// @param line how the kernel is called
record Jail(PlanHost host, Path home, Path kernel, CommandLine line) {
    static final String KERNEL = "/linux";
    static final String INITRD = "/initrd";
    static final String INIT = "/hako-init";
    static final String WORK = "/work";
    static final String DEVICES = "/dev";

    /// Where the state directory is among the launcher's descriptors.
    static final int STATE = 5;

    /// The channel is standard input: no other descriptor gets into a container.
    static final int CHANNEL = 0;

    /// Whoever is nobody to the host.
    private static final long NOBODY = 65_534;

    /// What tmpfs, stubs and the kernel's own files need besides the guest's memory.
    private static final int ROOM_MIB = 16;

    /// @param loopsPerJiffy see [CommandLine#words]
    Plan plan(long loopsPerJiffy) {
        return ContainerPlan.compile(
                new ContainerLaunch(
                        host.with(
                                new CgroupLayout.None(
                                        "guest kernels have no control group yet", "set no limit")),
                        "guest",
                        home.toString(),
                        spec(loopsPerJiffy),
                        RootFilesystem.directory(home.toString()),
                        new Stdio.Inherited(),
                        Descriptors.of(STATE),
                        Monitoring.QUIET,
                        LaunchOptions.STANDARD.with(LaunchOptions.Habit.FIXED_ADDRESSES),
                        Map.of()));
    }

    private Spec spec(long loopsPerJiffy) {
        List<String> words = new ArrayList<>(List.of(INIT, "--", KERNEL));
        words.addAll(line.words(INITRD, loopsPerJiffy));
        Process process =
                Process.of(words)
                        .with(p ->
                                p.cwd(WORK)
                                        .env(List.of("TMPDIR=.", "HOME=."))
                                        .capabilities(Capabilities.NONE)
                                        .noNewPrivileges(true));
        Linux linux = Linux.NONE.with(this::isolate);
        return Spec.of(new Root(home.toString(), true), process)
                .with(s -> s.linux(linux).mounts(mounts()));
    }

    private void isolate(Linux.Builder linux) {
        linux.namespaces(
                        Arrays.stream(Namespace.Type.values())
                                .filter(type -> type != Namespace.Type.TIME)
                                .map(Namespace::fresh)
                                .toList())
                .uidMappings(List.of(new IdMapping(0, NOBODY, 1)))
                .gidMappings(List.of(new IdMapping(0, NOBODY, 1)))
                .seccomp(HostCalls.filter(line.mode()));
    }

    private List<Mount> mounts() {
        int megabytes = line.memoryMib() + ROOM_MIB;
        return List.of(
                Mount.of(KERNEL, "bind", kernel.toString(), "bind", "ro", "nosuid", "nodev"),
                Mount.of(DEVICES, "bind", home.resolve("dev").toString(), "bind", "ro", "noexec"),
                Mount.of(
                        WORK,
                        "tmpfs",
                        "tmpfs",
                        "nosuid",
                        "nodev",
                        "mode=700",
                        "size=" + megabytes + "m"));
    }
}
