package dev.hako.isolation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the engine found out about the machine it runs on, once, by trying.
///
/// @param kernelRelease as uname(2) gives it; shown, never parsed to decide anything
/// @param architecture OCI's name, such as `amd64`
/// @param operatingSystem PRETTY_NAME of os-release
/// @param cpus online processors
/// @param memoryBytes of the machine
/// @param user who the engine works for
/// @param cgroups how cgroups are laid out here
/// @param features kernel features by name, such as `openat2`, and whether they work
public record HostFacts(
        String kernelRelease,
        String architecture,
        String operatingSystem,
        int cpus,
        long memoryBytes,
        HostUser user,
        HostCgroups cgroups,
        Map<String, Boolean> features) {
    public HostFacts {
        features = Map.copyOf(features);
    }

    /// Who the engine works for.
    ///
    /// @param uid the user's id outside the engine's user namespace
    /// @param rootless whether the engine lives in a user namespace of its own
    /// @param mappedIds how many user ids the engine can give to containers
    /// @param mappingNote why it is only one, if it is
    public record HostUser(
            long uid, boolean rootless, long mappedIds, Optional<String> mappingNote) {}

    /// How cgroups are laid out.
    ///
    /// @param version `v1`, `v2`, `hybrid` or `none`
    /// @param controllers those that the engine may use for limits
    /// @param missing those it may not, with the reason
    public record HostCgroups(
            String version, List<String> controllers, Map<String, String> missing) {
        public HostCgroups {
            controllers = List.copyOf(controllers);
            missing = Map.copyOf(missing);
        }
    }
}
