package dev.hako.isolation;

import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Namespace;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the containers of a pod share.
///
/// @param directory the pod's run directory, which exists: what holds the shared things is there
/// @param namespaces of the types network, ipc and uts those that are shared; a shared IPC
///   namespace comes with a shared `/dev/shm`. Others are shared by [TaskSpec#joins]
/// @param hostname of a shared UTS namespace
/// @param sysctl kernel parameters of the shared namespaces
/// @param shmBytes the size of a shared `/dev/shm`
/// @param group the control group below which all are, an absolute path in each hierarchy, which is
///   made if it is missing and stays; empty: one of the pod's own
/// @param users which ids the pod's users have on the machine, if they are others; a user namespace
///   of theirs is held then, too
public record SharedParts(
        Path directory,
        Set<Namespace.Type> namespaces,
        String hostname,
        Map<String, String> sysctl,
        long shmBytes,
        Optional<String> group,
        Optional<IdMapping> users) {
    private static final Set<Namespace.Type> KNOWN =
            Set.of(Namespace.Type.NETWORK, Namespace.Type.IPC, Namespace.Type.UTS);

    public SharedParts {
        EnumSet<Namespace.Type> copy = EnumSet.noneOf(Namespace.Type.class);
        copy.addAll(namespaces);
        namespaces = Set.copyOf(copy);
        sysctl = Map.copyOf(sysctl);
        if (!KNOWN.containsAll(namespaces) || shmBytes < 0) {
            throw new IllegalArgumentException("cannot be shared: " + namespaces + " " + shmBytes);
        }
    }
}
