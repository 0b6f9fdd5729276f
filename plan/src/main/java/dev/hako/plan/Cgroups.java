package dev.hako.plan;

import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import java.util.List;
import java.util.Optional;

/// The container's control groups: made and limited by the launcher before there is a process,
/// joined by the process, and removed after its end.
sealed interface Cgroups extends CgroupEntry
        permits CgroupsNone, CgroupsOfScope, CgroupsPerhaps, CgroupsTried, CgroupsV1, CgroupsV2 {
    /// Makes the groups and sets their limits.
    void create();

    /// A mount of type `cgroup` or `cgroup2`.
    void mount(RootTree root, Mount mount, MountOptions options);

    /// The file that counts processes killed for want of memory, on the host; until [#remove].
    Optional<String> oomKills();

    /// Where they are, one in each hierarchy.
    List<CgroupPlace> places();

    /// Ends what is left in the groups and removes them.
    void remove();

    /// Removes the groups that are there and empty, without waiting.
    void tryToRemove();

    /// Those of a container on a machine.
    static Cgroups of(
            PlanHost host, Linux linux, String id, Isolation isolation, PlanBuilder plan) {
        Trees trees = new Trees(plan, host.kernel());
        CgroupMounts mounts = new CgroupMounts(plan, trees, isolation);
        return switch (host.cgroups()) {
            case CgroupLayout.Scopes scopes -> {
                String path = scopes.pathOf(linux, id);
                Linux placed = linux.with(l -> l.cgroupsPath(path));
                PlanHost below = host.with(scopes.layout());
                yield new CgroupsOfScope(of(below, placed, id, isolation, plan));
            }
            case CgroupLayout.Perhaps perhaps ->
                    CgroupsPerhaps.of(host, plan, mounts, perhaps, linux, id);
            case CgroupLayout.None none -> new CgroupsNone(plan, mounts, none, linux.resources());
            case CgroupLayout.V1 v1 -> new CgroupsV1(host, plan, mounts, v1, linux, id);
            case CgroupLayout.V2 v2 -> new CgroupsV2(host, plan, mounts, v2.unified(), linux, id);
        };
    }
}
