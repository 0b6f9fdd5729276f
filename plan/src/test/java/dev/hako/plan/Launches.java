package dev.hako.plan;

import dev.hako.kernel.Arch;
import dev.hako.kernel.CapabilitySet;
import dev.hako.oci.hardening.ContainerOutline;
import dev.hako.oci.hardening.HardenedSpec;
import dev.hako.oci.hardening.KernelVersion;
import dev.hako.oci.hardening.Machine;
import dev.hako.oci.runtime.Capabilities;
import dev.hako.oci.runtime.CpuResources;
import dev.hako.oci.runtime.DeviceRule;
import dev.hako.oci.runtime.Hook;
import dev.hako.oci.runtime.Hooks;
import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.MemoryResources;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Resources;
import dev.hako.oci.runtime.Rlimit;
import dev.hako.oci.runtime.Root;
import dev.hako.oci.runtime.Spec;
import dev.hako.oci.runtime.TimeOffsets;
import dev.hako.oci.runtime.User;
import dev.hako.plan.CgroupLayout.Hierarchy;
import dev.hako.plan.CgroupLayout.Unified;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Examples of what is launched.
final class Launches {
    static final CgroupLayout V1 =
            new CgroupLayout.V1(
                    List.of(
                            hierarchy("cpu", "cpuacct"),
                            hierarchy("cpuset"),
                            hierarchy("memory"),
                            hierarchy("devices"),
                            hierarchy("pids")),
                    Optional.empty());

    static final CgroupLayout HYBRID =
            new CgroupLayout.V1(
                    List.of(hierarchy("memory"), hierarchy("devices"), hierarchy("pids")),
                    Optional.of(new Unified(List.of(), "/sys/fs/cgroup/unified", "/hako")));

    static final CgroupLayout V2 =
            new CgroupLayout.V2(
                    new Unified(
                            List.of("cpuset", "cpu", "io", "memory", "pids"),
                            "/sys/fs/cgroup",
                            "/hako"));

    static final CgroupLayout NO_CGROUPS =
            new CgroupLayout.None("the engine owns no cgroup", "give it one");

    private Launches() {}

    private static Hierarchy hierarchy(String... controllers) {
        String name = String.join(",", controllers);
        return new Hierarchy(List.of(controllers), "/sys/fs/cgroup/" + name, "/hako");
    }

    static PlanHost host(CgroupLayout cgroups) {
        return new PlanHost(Arch.X86_64, KernelFeatures.ALL, cgroups, false, 40, CapabilitySet.ALL);
    }

    static ContainerLaunch launch(PlanHost host, Spec spec) {
        return new ContainerLaunch(
                host,
                "c1",
                "/var/lib/hako/containers/c1",
                spec,
                RootFilesystem.directory("/srv/root"),
                new Stdio.Pipes(false),
                Descriptors.of(5),
                Monitoring.QUIET,
                LaunchOptions.STANDARD,
                Map.of());
    }

    /// The same launch with another root.
    static ContainerLaunch withRoot(ContainerLaunch launch, RootFilesystem root) {
        return new ContainerLaunch(
                launch.host(),
                launch.id(),
                launch.bundle(),
                launch.spec(),
                root,
                launch.stdio(),
                launch.descriptors(),
                launch.custody(),
                launch.options(),
                launch.processes());
    }

    /// The same launch with other standard streams.
    static ContainerLaunch withStdio(ContainerLaunch launch, Stdio stdio) {
        return new ContainerLaunch(
                launch.host(),
                launch.id(),
                launch.bundle(),
                launch.spec(),
                launch.root(),
                stdio,
                launch.descriptors(),
                launch.custody(),
                launch.options(),
                launch.processes());
    }

    /// Only a mount and a PID namespace, and procfs.
    static ContainerLaunch minimal() {
        Spec spec = Spec.of(new Root("rootfs", false), Process.of(List.of("/bin/true")));
        Linux linux =
                Linux.NONE.with(l ->
                        l.namespaces(
                                List.of(
                                        Namespace.fresh(Namespace.Type.MOUNT),
                                        Namespace.fresh(Namespace.Type.PID))));
        List<Mount> mounts = List.of(Mount.of("/proc", "proc", "proc"));
        return launch(host(NO_CGROUPS), spec.with(s -> s.linux(linux).mounts(mounts)));
    }

    /// As `docker run` does it.
    static Spec dockerLike() {
        Process process =
                Process.of(List.of("sh", "-c", "echo hello"))
                        .with(p -> p.env(List.of("PATH=/usr/bin:/bin", "HOME=/root")));
        return hardened(process);
    }

    static Spec hardened(Process process) {
        return HardenedSpec.of(
                new ContainerOutline(
                        new Root("rootfs", false),
                        process,
                        HardenedSpec.CAPABILITIES,
                        "web",
                        "/hako/c1"),
                new Machine("amd64", new KernelVersion(6, 18), 2));
    }

    /// The overlay and the three files of a usual container.
    static ContainerLaunch dockerLike(CgroupLayout cgroups) {
        Spec spec = dockerLike();
        List<Mount> mounts = new ArrayList<>(spec.mounts());
        for (String name : List.of("resolv.conf", "hostname", "hosts")) {
            mounts.add(Mount.of("/etc/" + name, "bind", name, "rbind", "rprivate"));
        }
        return withRoot(launch(host(cgroups), spec.with(s -> s.mounts(mounts))), overlay());
    }

    static RootFilesystem overlay() {
        return new RootFilesystem(
                List.of(
                        new RootFilesystem.Overlay(
                                "/",
                                List.of("b2/diff", "a1/diff"),
                                "/var/lib/hako/layers",
                                Optional.of(
                                        new RootFilesystem.Upper(
                                                "/var/lib/hako/containers/c1/upper",
                                                "/var/lib/hako/containers/c1/work",
                                                true)),
                                false)),
                List.of());
    }

    /// A changed part of the specification for Linux.
    static Spec linux(Spec spec, UnaryOperator<Linux> change) {
        Linux linux = Objects.requireNonNull(spec.linux());
        return spec.with(s -> s.linux(change.apply(linux)));
    }

    static List<Namespace> namespaces(Spec spec, Namespace.Type... more) {
        List<Namespace> all = new ArrayList<>(Objects.requireNonNull(spec.linux()).namespaces());
        for (Namespace.Type type : more) {
            all.add(Namespace.fresh(type));
        }
        return all;
    }

    static ContainerLaunch userNamespace() {
        Spec spec = dockerLike();
        IdMapping range = new IdMapping(0, 100_000, 65_536);
        Spec mapped =
                linux(
                        spec,
                        linux ->
                                linux.with(l ->
                                        l.namespaces(namespaces(spec, Namespace.Type.USER))
                                                .uidMappings(List.of(range))
                                                .gidMappings(List.of(range))));
        List<Mount> mounts = new ArrayList<>(spec.mounts());
        mounts.add(Mount.of("/data", "bind", "/srv/data", "rbind", "ro", "rnosuid"));
        User user = new User(1000, 1000, 0027, List.of(1000L, 27L));
        Process process =
                Objects.requireNonNull(spec.process())
                        .with(p ->
                                p.user(user)
                                        .oomScoreAdj(500)
                                        .rlimits(
                                                List.of(
                                                        new Rlimit(
                                                                "RLIMIT_NOFILE",
                                                                1024,
                                                                1_048_576))));
        Spec full = mapped.with(s -> s.mounts(mounts).process(process));
        return withRoot(launch(host(HYBRID), full), overlay());
    }

    /// Layers of root's files, in a user namespace.
    static ContainerLaunch userLayers() {
        ContainerLaunch launch = userNamespace();
        return withRoot(launch, new RootFilesystem(overlay().mounts(), List.of(), true));
    }

    static ContainerLaunch hostNetwork() {
        Spec spec = dockerLike();
        List<Namespace> own =
                namespaces(spec).stream()
                        .filter(namespace -> namespace.type() != Namespace.Type.NETWORK)
                        .toList();
        Spec changed =
                linux(spec, linux -> linux.with(l -> l.namespaces(own).sysctl(java.util.Map.of())));
        PlanHost rootless =
                new PlanHost(
                        Arch.X86_64, KernelFeatures.ALL, NO_CGROUPS, true, 40, CapabilitySet.ALL);
        Spec unlimited = linux(changed, linux -> linux.with(l -> l.resources(Resources.NONE)));
        return launch(rootless, unlimited);
    }

    static ContainerLaunch terminal() {
        ContainerLaunch launch = dockerLike(V2);
        Process process =
                Objects.requireNonNull(launch.spec().process())
                        .with(p -> p.user(new User(1000, 1000, null, List.of())).cwd("/home/me"));
        Spec spec = launch.spec().with(s -> s.process(process));
        return withStdio(
                withRoot(launch(launch.host(), spec), launch.root()), new Stdio.Terminal(24, 80));
    }

    static ContainerLaunch readOnlyWithVolumes() {
        Spec spec = dockerLike();
        List<Mount> mounts = new ArrayList<>(spec.mounts());
        mounts.add(Mount.of("/run", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=755", "size=1m"));
        mounts.add(Mount.of("/var/cache", "tmpfs", "tmpfs", "tmpcopyup"));
        mounts.add(Mount.of("/data", "bind", "/srv/data", "rbind", "rro"));
        mounts.add(Mount.of("/shared", "bind", "/srv/shared", "rbind", "rshared"));
        mounts.add(
                new Mount(
                        "/mapped",
                        "bind",
                        "/srv/mapped",
                        List.of("rbind"),
                        List.of(new IdMapping(0, 100_000, 1000)),
                        List.of(new IdMapping(0, 100_000, 1000))));
        Spec readOnly = spec.with(s -> s.root(new Root("rootfs", true)).mounts(mounts));
        return launch(host(V2), readOnly);
    }

    static Resources limits() {
        MemoryResources memory =
                new MemoryResources(
                        64L << 20, 32L << 20, 128L << 20, null, null, null, false, false, false);
        CpuResources cpu =
                new CpuResources(512L, 50_000L, null, 100_000L, null, null, "0-1", null, null);
        return Resources.NONE.with(r ->
                r.memory(memory)
                        .cpu(cpu)
                        .pids(new Resources.Pids(100))
                        .devices(
                                List.of(
                                        DeviceRule.all(false),
                                        new DeviceRule(
                                                true, DeviceRule.Type.CHARACTER, 1L, 3L, "rwm"))));
    }

    static ContainerLaunch limited(CgroupLayout cgroups) {
        Spec spec = linux(dockerLike(), linux -> linux.with(l -> l.resources(limits())));
        return launch(host(cgroups), spec);
    }

    static Resources memoryAndPids() {
        Resources all = limits();
        return all.with(r -> r.cpu(null));
    }

    static ContainerLaunch hybrid() {
        Spec spec = linux(dockerLike(), linux -> linux.with(l -> l.resources(memoryAndPids())));
        return launch(host(HYBRID), spec);
    }

    static ContainerLaunch hooksEverywhere() {
        Hooks hooks =
                new Hooks(
                        List.of(hook("prestart")),
                        List.of(hook("create-runtime")),
                        List.of(hook("create-container")),
                        List.of(hook("start-container")),
                        List.of(hook("poststart")),
                        List.of(hook("poststop")));
        return launch(host(HYBRID), dockerLike().with(s -> s.hooks(hooks)));
    }

    private static Hook hook(String name) {
        return new Hook("/opt/" + name, List.of(name, "x"), List.of("A=b"), 2);
    }

    static ContainerLaunch privileged() {
        Spec spec = dockerLike();
        List<String> all =
                java.util.Arrays.stream(dev.hako.kernel.Capability.values())
                        .map(Enum::name)
                        .toList();
        Process process =
                Objects.requireNonNull(spec.process())
                        .with(p -> p.capabilities(Capabilities.bounded(all)));
        Resources free = Resources.NONE.with(r -> r.devices(List.of(DeviceRule.all(true))));
        Spec changed =
                linux(
                        spec,
                        linux ->
                                linux.with(l ->
                                        l.seccomp(null)
                                                .maskedPaths(List.of())
                                                .readonlyPaths(List.of())
                                                .resources(free)));
        return launch(host(V1), changed.with(s -> s.process(process)));
    }

    /// An intermediate process: a joined network namespace and clocks of its own.
    static ContainerLaunch joined() {
        Spec spec = dockerLike();
        List<Namespace> namespaces = new ArrayList<>();
        for (Namespace namespace : namespaces(spec, Namespace.Type.TIME)) {
            boolean network = namespace.type() == Namespace.Type.NETWORK;
            namespaces.add(
                    network ? new Namespace(Namespace.Type.NETWORK, "/proc/42/ns/net") : namespace);
        }
        TimeOffsets offsets =
                new TimeOffsets(
                        new TimeOffsets.Offset(3600, 0), new TimeOffsets.Offset(-5, 500_000_000));
        return launch(
                host(V2),
                linux(
                        spec,
                        linux -> linux.with(l -> l.namespaces(namespaces).timeOffsets(offsets))));
    }

    static ExecLaunch exec(Stdio stdio) {
        Process process = Objects.requireNonNull(dockerLike().process());
        return new ExecLaunch(
                host(HYBRID),
                "c1",
                dockerLike(),
                process.with(p -> p.cwd("/tmp").noNewPrivileges(true)),
                Optional.empty(),
                Optional.empty(),
                6,
                stdio,
                Descriptors.of(5),
                Monitoring.QUIET,
                LaunchOptions.STANDARD);
    }
}
