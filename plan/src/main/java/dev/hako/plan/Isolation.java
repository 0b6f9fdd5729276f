package dev.hako.plan;

import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Namespace;
import java.util.EnumMap;
import java.util.Map;

/// Which namespaces a container has to itself, and which it joins.
///
/// @param fresh the `CLONE_NEW…` flags of those that are made for it
/// @param joined by the path of the one it joins
/// @param engineInUserNamespace whether the engine itself lives in one
record Isolation(int fresh, Map<Namespace.Type, String> joined, boolean engineInUserNamespace) {

    static Isolation of(Linux linux, PlanHost host) {
        int fresh = 0;
        Map<Namespace.Type, String> joined = new EnumMap<>(Namespace.Type.class);
        for (Namespace namespace : linux.namespaces()) {
            if (namespace.path() == null) {
                fresh |= flag(namespace.type());
            } else {
                joined.put(namespace.type(), namespace.path());
            }
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

    /// Whether it is not the engine's own.
    boolean has(Namespace.Type type) {
        return isFresh(type) || joined.containsKey(type);
    }

    /// Whether the container's root is not the machine's.
    boolean inUserNamespace() {
        return engineInUserNamespace || has(Namespace.Type.USER);
    }
}
