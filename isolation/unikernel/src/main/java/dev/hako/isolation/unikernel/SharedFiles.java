package dev.hako.isolation.unikernel;

import dev.hako.kernel.Capability;
import dev.hako.oci.runtime.Capabilities;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Resources;
import dev.hako.oci.runtime.Rlimit;
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
import dev.hako.plan.Stdio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The directories and files of the host that a container in a guest has: a process of the host
/// serves them to the guest's kernel, which has all of them in one file system.
///
/// That process is a container, too: its root is empty but for itself, a procfs of its own
/// processes, and what it serves. It is root, since what it serves has owners, with the
/// capabilities that files ask for; it reads what a guest says.
///
/// @param mounts what is served, each under its number
record SharedFiles(List<Mount> mounts) {
    /// Where the server has them, and where the guest has its file system of them.
    static final String PLACE = "/volumes";

    /// Its socket, in the jail.
    static final String SOCKET = "/files";

    /// What the guest calls its file system: the tag of the device.
    static final String TAG = "hako";

    static final String TYPE = "virtiofs";
    static final String PROGRAM = "/hako-files";
    static final String PROC = "/proc";

    /// As many as it has numbers for (`GUEST_NODES_MOST`).
    private static final Rlimit MOST_FILES = new Rlimit("RLIMIT_NOFILE", 1 << 18, 1 << 18);

    private static final List<String> CAPABILITIES =
            List.of(
                    "CAP_CHOWN",
                    "CAP_DAC_OVERRIDE",
                    "CAP_FOWNER",
                    "CAP_FSETID",
                    "CAP_SETFCAP",
                    "CAP_SETGID");

    private static final List<String> SELECTED =
            List.of("bind", "rbind", "ro", "rro", "rw", "nosymfollow");

    SharedFiles {
        mounts = List.copyOf(mounts);
    }

    boolean areThere() {
        return !mounts.isEmpty();
    }

    /// Where one is, at the server and in the guest.
    static String place(int number) {
        return PLACE + "/" + number;
    }

    /// The start of the server.
    ///
    /// @param limits of the guest's groups: the server has groups beside them, with the same share
    ///   of processors
    Plan plan(PlanHost host, String id, GuestHome home, Linux limits, Descriptors descriptors) {
        String path = limits.cgroupsPath();
        Linux linux =
                Linux.NONE.with(l ->
                        l.cgroupsPath(path == null ? null : path + GROUP)
                                .resources(
                                        Resources.NONE.with(r -> r.cpu(limits.resources().cpu())))
                                .namespaces(
                                        Stream.of(Namespace.Type.values())
                                                .filter(type -> type != Namespace.Type.TIME)
                                                .filter(type -> type != Namespace.Type.USER)
                                                .map(Namespace::fresh)
                                                .toList())
                                .seccomp(HostCalls.filter(HostCalls.OF_FILE_SERVERS)));
        String root = home.files().toString();
        return ContainerPlan.compile(
                new ContainerLaunch(
                        host,
                        id + GROUP,
                        root,
                        Spec.of(new Root(root, true), process(host))
                                .with(s -> s.linux(linux).mounts(mountsOfServer(home))),
                        RootFilesystem.directory(root),
                        new Stdio.Inherited(),
                        descriptors,
                        Monitoring.QUIET,
                        LaunchOptions.STANDARD,
                        Map.of()));
    }

    /// What its groups are called, behind the guest's name.
    static final String GROUP = "-files";

    /// Each file that the guest knows is an open one here.
    private static Process process(PlanHost host) {
        boolean raises = host.capabilities().contains(Capability.CAP_SYS_RESOURCE);
        return Process.of(List.of(PROGRAM, PLACE))
                .with(p ->
                        p.cwd("/")
                                .capabilities(Capabilities.bounded(CAPABILITIES))
                                .rlimits(raises ? List.of(MOST_FILES) : List.of())
                                .noNewPrivileges(true));
    }

    private List<Mount> mountsOfServer(GuestHome home) {
        List<Mount> all = new ArrayList<>(mounts.size() + 2);
        all.add(Mount.of(Jail.DEVICES, "bind", home.empty().toString(), "bind", "ro", "noexec"));
        all.add(Mount.of(PROC, "proc", "proc", "nosuid", "nodev", "noexec"));
        for (int i = 0; i < mounts.size(); i++) {
            all.add(server(mounts.get(i), place(i)));
        }
        return all;
    }

    /// What is to be read alone is so for the server, with all that is mounted below.
    private static Mount server(Mount mount, String place) {
        List<String> options =
                new ArrayList<>(mount.options().stream().filter(SELECTED::contains).toList());
        options.addAll(List.of("nosuid", "nodev", "noexec"));
        if (options.contains("ro")) {
            options.add("rro");
        }
        return new Mount(place, "bind", mount.source(), options, List.of(), List.of());
    }
}
