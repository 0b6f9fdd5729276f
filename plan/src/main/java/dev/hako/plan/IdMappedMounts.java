package dev.hako.plan;

import dev.hako.oci.runtime.Mount;
import dev.hako.plan.Argument.Register;

/// Bind mounts that show a container other owners of files than the host.
final class IdMappedMounts {
    private final PlanBuilder plan;
    private final Sources sources;
    private final MountIdMaps maps;

    IdMappedMounts(PlanBuilder plan, Sources sources, MountIdMaps maps) {
        this.plan = plan;
        this.sources = sources;
        this.maps = maps;
    }

    boolean isWanted(Mount mount, MountOptions options) {
        return options.idMap() || !mount.uidMappings().isEmpty();
    }

    /// The launcher's part, which is all of it.
    void copyEarly(Mount mount, MountOptions options) {
        sources.copyEarly(mount, options, true);
        Register namespace =
                maps.namespace(mapping(mount), "id-mapped mount on " + mount.destination());
        plan.doing("map the ids of the mount on", mount.destination());
        maps.set(sources.take(mount), namespace, options.recursiveIdMap());
    }

    private MountIdMaps.Mapping mapping(Mount mount) {
        return mount.uidMappings().isEmpty()
                ? maps.ofContainer("idmap on " + mount.destination())
                : new MountIdMaps.Mapping(mount.uidMappings(), mount.gidMappings());
    }
}
