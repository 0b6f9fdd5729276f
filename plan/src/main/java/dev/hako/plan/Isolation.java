package dev.hako.plan;

import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Namespace;
import java.util.EnumMap;
import java.util.Map;

/// Which namespaces a container has to itself, and which it joins.
///
/// @param fresh the `CLONE_NEW…` flags of those that are made for it
/// @param joined what it joins instead
/// @param engineInUserNamespace whether the engine itself lives in one
record Isolation(int fresh, Map<Namespace.Type, Joined> joined, boolean engineInUserNamespace) {

    /// Where a namespace that is joined is found.
    sealed interface Joined {
        /// By a file of nsfs.
        record ByPath(String path) implements Joined {}

        /// By a pidfd of a process in it, which the launcher is started with.
        record ByProcess(int pidfd) implements Joined {}
    }

    static Isolation of(Linux linux, PlanHost host) {
        return of(linux, host, Map.of());
    }

    /// @param processes by which the namespaces of these types are joined, whatever `linux` says of
    ///   them: pidfds
    static Isolation of(Linux linux, PlanHost host, Map<Namespace.Type, Integer> processes) {
        int fresh = 0;
        Map<Namespace.Type, Joined> joined = new EnumMap<>(Namespace.Type.class);
        for (Namespace namespace : linux.namespaces()) {
            if (namespace.path() == null) {
                fresh |= flag(namespace.type());
            } else {
                joined.put(namespace.type(), new Joined.ByPath(namespace.path()));
            }
        }
        for (Map.Entry<Namespace.Type, Integer> process : processes.entrySet()) {
            fresh &= ~flag(process.getKey());
            joined.put(process.getKey(), new Joined.ByProcess(process.getValue()));
        }
        return new Isolation(fresh, joined, host.inUserNamespace());
    }

    /// `CLONE_NEW…` of a namespace.
    static int flag(Namespace.Type type) {
        return switch (type) {
            case MOUNT -> dev.hako.kernel.Namespace.MOUNT.cloneFlag();
            case PID -> dev.hako.kernel.Namespace.PID.cloneFlag();
            case NETWORK -> dev.hako.kernel.Namespace.NETWORK.cloneFlag();
            case UTS -> dev.hako.kernel.Namespace.UTS.cloneFlag();
            case IPC -> dev.hako.kernel.Namespace.IPC.cloneFlag();
            case USER -> dev.hako.kernel.Namespace.USER.cloneFlag();
            case CGROUP -> dev.hako.kernel.Namespace.CGROUP.cloneFlag();
            case TIME -> dev.hako.kernel.Namespace.TIME.cloneFlag();
        };
    }

    /// Whether one is made for it.
    boolean isFresh(Namespace.Type type) {
        return (fresh & flag(type)) != 0;
    }

    /// Whether it is another's, which it joins.
    boolean isJoined(Namespace.Type type) {
        return joined.containsKey(type);
    }

    /// Whether it is not the engine's own.
    boolean has(Namespace.Type type) {
        return isFresh(type) || joined.containsKey(type);
    }

    /// Whether its root has power over it: a namespace that was there before a user namespace is
    /// made belongs to an outer one.
    boolean owns(Namespace.Type type) {
        return isFresh(Namespace.Type.USER) ? isFresh(type) : has(type);
    }

    /// Whether the container's root is not the machine's.
    boolean inUserNamespace() {
        return engineInUserNamespace || has(Namespace.Type.USER);
    }
}
