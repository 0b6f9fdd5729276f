package dev.hako.plan;

import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Examples of what joins namespaces, and of those that are made to be joined.
final class JoinedLaunches {
    private JoinedLaunches() {}

    /// All namespaces of another process, its mounts too.
    static ContainerLaunch joinedWholly() {
        List<Namespace> namespaces = new ArrayList<>();
        for (Namespace.Type type : Namespace.Type.values()) {
            namespaces.add(new Namespace(type, "/proc/42/ns/" + type));
        }
        return Launches.launch(
                Launches.host(Launches.V2), joining(Launches.dockerLike(), namespaces));
    }

    /// The namespaces of another process, but a root of its own in a user namespace that is joined.
    static ContainerLaunch joinedUsers() {
        Spec spec = Launches.dockerLike();
        List<Namespace> namespaces = Launches.namespaces(spec, Namespace.Type.USER);
        namespaces.removeIf(namespace -> namespace.type() == Namespace.Type.USER);
        namespaces.add(new Namespace(Namespace.Type.USER, "/proc/42/ns/user"));
        return Launches.launch(
                Launches.host(Launches.HYBRID),
                Launches.linux(spec, linux -> linux.with(l -> l.namespaces(namespaces))));
    }

    /// Network and IPC of a container that runs: the launcher has a pidfd of it.
    static ContainerLaunch joinedToAContainer() {
        ContainerLaunch launch = Launches.launch(Launches.host(Launches.V2), Launches.dockerLike());
        return new ContainerLaunch(
                launch.host(),
                launch.id(),
                launch.bundle(),
                launch.spec().with(s -> s.hostname(null)),
                launch.root(),
                launch.stdio(),
                launch.descriptors(),
                launch.custody(),
                launch.options(),
                Map.of(Namespace.Type.NETWORK, 6, Namespace.Type.IPC, 6));
    }

    /// All that a pod's containers can share without a process of the pod's.
    static SandboxLaunch sandbox() {
        return sandbox(Optional.empty());
    }

    /// The same of a pod whose users have other ids outside.
    static SandboxLaunch sandboxOfUsers() {
        return sandbox(Optional.of(new IdMapping(0, 1_048_576, 65_536)));
    }

    private static SandboxLaunch sandbox(Optional<IdMapping> users) {
        return new SandboxLaunch(
                Launches.host(Launches.V2),
                "/run/hako/pods/p1",
                Set.of(Namespace.Type.NETWORK, Namespace.Type.IPC, Namespace.Type.UTS),
                "shop",
                Map.of("net.ipv4.ip_unprivileged_port_start", "0"),
                64 << 20,
                users);
    }

    /// The same program in other namespaces, with nothing of its own mounted if it joins mounts.
    static Spec joining(Spec spec, List<Namespace> namespaces) {
        Spec joined = Launches.linux(spec, linux -> linux.with(l -> l.namespaces(namespaces)));
        if (namespaces.stream().noneMatch(n -> n.type() == Namespace.Type.MOUNT)
                || namespaces.contains(Namespace.fresh(Namespace.Type.MOUNT))) {
            return joined;
        }
        return Launches.linux(
                        joined,
                        linux ->
                                linux.with(l ->
                                        l.maskedPaths(List.of())
                                                .readonlyPaths(List.of())
                                                .devices(List.of())
                                                .sysctl(Map.of())))
                .with(s -> s.mounts(List.of()).hostname(null));
    }
}
