package dev.hako.plan;

import dev.hako.oci.runtime.Capabilities;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Rlimit;
import dev.hako.oci.runtime.User;
import dev.hako.plan.RootFilesystem.Disk;
import dev.hako.plan.RootFilesystem.Overlay;
import dev.hako.plan.RootFilesystem.Upper;
import java.util.List;
import java.util.Optional;

/// Examples of what is launched in guest kernels, and for them.
final class GuestLaunches {
    private static final LaunchOptions NOTING = LaunchOptions.STANDARD.noting("/run/container");

    private GuestLaunches() {}

    /// A container in a guest, on disks.
    static ContainerLaunch inGuest() {
        Overlay root =
                new Overlay(
                        "/",
                        List.of("0"),
                        "/layers",
                        Optional.of(new Upper("/upper/files", "/upper/work", false)),
                        false);
        List<Disk> disks =
                List.of(
                        new Disk("/dev/ubda", "erofs", "/layers/0", true, List.of()),
                        new Disk("/dev/ubdb", "ext4", "/upper", false, List.of("files", "work")));
        ContainerLaunch minimal = Launches.minimal();
        return new ContainerLaunch(
                minimal.host(),
                minimal.id(),
                minimal.bundle(),
                minimal.spec(),
                RootFilesystem.mounting(disks, root),
                minimal.stdio(),
                minimal.descriptors(),
                minimal.custody(),
                NOTING,
                minimal.processes());
    }

    /// A further program in a container that was noted.
    static ExecLaunch exec() {
        ExecLaunch launch = Launches.exec(new Stdio.Pipes(true));
        return new ExecLaunch(
                launch.host(),
                launch.id(),
                launch.container(),
                launch.process(),
                Optional.empty(),
                Optional.empty(),
                Descriptors.ABSENT,
                launch.stdio(),
                launch.descriptors(),
                launch.custody(),
                NOTING);
    }

    /// A look at all that a container in a guest sees.
    static LookLaunch look() {
        return look(List.of(), new LookLaunch.Seen("/run/container"));
    }

    /// At what it has written.
    static LookLaunch lookAtWritten() {
        return look(List.of(), new LookLaunch.In("/upper/files"));
    }

    /// At the files of one that does not run.
    static LookLaunch coldLook() {
        RootFilesystem root = inGuest().root();
        return look(root.mounted(), new LookLaunch.Laid((Overlay) root.mounts().getFirst()));
    }

    private static LookLaunch look(List<Disk> mounted, LookLaunch.Sight sight) {
        return new LookLaunch(
                Launches.minimal().host(),
                mounted,
                sight,
                new LookLaunch.Program("/proc/1/exe", "hako-tree"),
                5,
                new Rlimit("RLIMIT_NOFILE", 1 << 18, 1 << 18));
    }

    /// The process on the host that stands in for a container's program.
    static StandInLaunch standIn(Stdio stdio) {
        Process process =
                Process.of(List.of("hako-stand-in"))
                        .with(p ->
                                p.cwd("/")
                                        .user(new User(65_534, 65_534, null, List.of()))
                                        .capabilities(Capabilities.NONE)
                                        .noNewPrivileges(true));
        return new StandInLaunch(
                Launches.host(Launches.HYBRID),
                "c1",
                Linux.NONE,
                process,
                "/run/hako/c1/guest/empty",
                8,
                9,
                10,
                11,
                stdio,
                new Descriptors(
                        5,
                        Descriptors.ABSENT,
                        6,
                        Descriptors.ABSENT,
                        Descriptors.ABSENT,
                        7,
                        List.of()),
                Monitoring.QUIET,
                LaunchOptions.STANDARD.without(LaunchOptions.Habit.CREATE_WORKING_DIRECTORY));
    }
}
