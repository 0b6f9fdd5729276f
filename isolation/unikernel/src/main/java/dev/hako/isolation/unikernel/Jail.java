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
import dev.hako.plan.ContainerLaunch;
import dev.hako.plan.ContainerPlan;
import dev.hako.plan.Descriptors;
import dev.hako.plan.LaunchOptions;
import dev.hako.plan.Monitoring;
import dev.hako.plan.Plan;
import dev.hako.plan.PlanHost;
import dev.hako.plan.RootFilesystem;
import dev.hako.plan.RootFilesystem.RootDisk;
import dev.hako.plan.Stdio;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Where a guest kernel runs on the host.
///
/// Its root is a folder with nothing in it but the kernel, the archive of its first files, its
/// disks and its carrier, which is the first process of the PID namespace (the kernel itself must
/// not be); what it writes besides its disk, the guest's memory above all, is on a tmpfs. There is
/// no procfs and no device.
///
/// @param host the machine
/// @param id of the container, after which its control groups are named
/// @param home the kernel's
/// @param kernel the kernel's program
/// @param line how the kernel is called
/// @param disks files of the host, by their numbers in the guest
/// @param limits where its groups are, and what the host limits in them
record Jail(
        PlanHost host,
        String id,
        GuestHome home,
        Path kernel,
        CommandLine line,
        List<RootDisk> disks,
        Linux limits) {
    static final String KERNEL = "/linux";
    static final String INITRD = "/initrd";
    static final String CARRIER = "/hako-carrier";
    static final String WORK = "/work";
    static final String DEVICES = "/dev";

    /// The kernel's line to its carrier is its standard input.
    static final int CHANNEL = 0;

    /// Whoever is nobody to the host.
    static final int NOBODY = 65_534;

    /// What tmpfs, stubs and the kernel's own files need besides the guest's memory.
    static final int ROOM_MIB = 16;

    /// Close to what a machine measures in a tenth of a second; it decides about busy loops only.
    private static final long LOOPS_PER_JIFFY = 20_000_000;

    Jail {
        disks = List.copyOf(disks);
    }

    /// Where a disk is in the jail.
    static String disk(int number) {
        return "/disk" + number;
    }

    Plan plan(Descriptors descriptors) {
        return ContainerPlan.compile(
                new ContainerLaunch(
                        host,
                        id,
                        home.root().toString(),
                        spec(),
                        RootFilesystem.directory(home.root().toString()),
                        new Stdio.Inherited(),
                        descriptors,
                        Monitoring.QUIET,
                        LaunchOptions.STANDARD.with(LaunchOptions.Habit.FIXED_ADDRESSES),
                        Map.of()));
    }

    private Spec spec() {
        List<String> words = new ArrayList<>(List.of(CARRIER, KERNEL));
        words.addAll(line.words(INITRD, LOOPS_PER_JIFFY));
        Process process =
                Process.of(words)
                        .with(p ->
                                p.cwd(WORK)
                                        .env(List.of("TMPDIR=.", "HOME=."))
                                        .capabilities(Capabilities.NONE)
                                        .noNewPrivileges(true));
        return Spec.of(new Root(home.root().toString(), true), process)
                .with(s -> s.linux(limits.with(this::isolate)).mounts(mounts()));
    }

    private void isolate(Linux.Builder linux) {
        linux.namespaces(
                        Arrays.stream(Namespace.Type.values())
                                .filter(type -> type != Namespace.Type.TIME)
                                .map(Namespace::fresh)
                                .toList())
                .uidMappings(List.of(new IdMapping(0, NOBODY, 1)))
                .gidMappings(List.of(new IdMapping(0, NOBODY, 1)))
                .seccomp(HostCalls.jail(line.mode()));
    }

    private List<Mount> mounts() {
        int megabytes = line.memoryMib() + ROOM_MIB;
        var mounts = new ArrayList<Mount>(disks.size() + 3);
        mounts.add(file(KERNEL, kernel, "ro"));
        IntStream.range(0, disks.size())
                .forEach(i ->
                        mounts.add(
                                file(
                                        disk(i),
                                        Path.of(disks.get(i).file()),
                                        disks.get(i).readOnly() ? "ro" : "rw")));
        Path devices = home.root().resolve(DEVICES.substring(1));
        mounts.add(Mount.of(DEVICES, "bind", devices.toString(), "bind", "ro", "noexec"));
        mounts.add(
                Mount.of(
                        WORK,
                        "tmpfs",
                        "tmpfs",
                        "nosuid",
                        "nodev",
                        "mode=700",
                        "size=" + megabytes + "m"));
        return mounts;
    }

    private static Mount file(String place, Path source, String access) {
        return Mount.of(place, "bind", source.toString(), "bind", access, "nosuid", "nodev");
    }
}
