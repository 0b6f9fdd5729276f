package dev.hako.plan;

import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Seccomp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becoming a program depends on, for a container's first process and for one that joins.
///
/// @param inOwnUserNamespace whether the container's user namespace is not the engine's
/// @param inForeignUserNamespace whether it is one that somebody else has made
/// @param uidMappings of that namespace; empty if there is none, or another has made it
/// @param seccomp the filter; null for none
record ProcessStart(
        PlanHost host,
        LaunchOptions options,
        Process process,
        boolean inOwnUserNamespace,
        boolean inForeignUserNamespace,
        List<IdMapping> uidMappings,
        @Nullable Seccomp seccomp) {

    static ProcessStart of(PlanHost host, LaunchOptions options, Process process, Linux linux) {
        Isolation isolation = Isolation.of(linux, host);
        return new ProcessStart(
                host,
                options,
                process,
                isolation.has(Namespace.Type.USER),
                isolation.isJoined(Namespace.Type.USER),
                linux.uidMappings(),
                linux.seccomp());
    }

    /// The user's id outside the container; -1 if it has none that is known.
    long hostUid() {
        long uid = process.user().uid();
        if (!inOwnUserNamespace) {
            return uid;
        }
        for (IdMapping mapping : uidMappings) {
            long offset = uid - mapping.containerId();
            if (offset >= 0 && offset < mapping.size()) {
                return mapping.hostId() + offset;
            }
        }
        return -1;
    }
}
