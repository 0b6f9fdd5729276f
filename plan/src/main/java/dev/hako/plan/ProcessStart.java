package dev.hako.plan;

import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Seccomp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What becoming a program depends on, for a container's first process and for one that joins.
///
/// @param uidMappings of the container's user namespace; empty if it has none of its own
/// @param seccomp the filter; null for none
record ProcessStart(
        PlanHost host,
        LaunchOptions options,
        Process process,
        List<IdMapping> uidMappings,
        @Nullable Seccomp seccomp) {

    static ProcessStart of(PlanHost host, LaunchOptions options, Process process, Linux linux) {
        return new ProcessStart(host, options, process, linux.uidMappings(), linux.seccomp());
    }

    boolean inOwnUserNamespace() {
        return !uidMappings.isEmpty();
    }

    /// The user's id outside the container; -1 if it has none.
    long hostUid() {
        long uid = process.user().uid();
        if (uidMappings.isEmpty()) {
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
