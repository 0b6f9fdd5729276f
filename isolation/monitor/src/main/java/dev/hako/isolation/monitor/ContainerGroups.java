package dev.hako.isolation.monitor;

import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.kernel.cgroup.Hierarchy.Version;
import java.util.List;
import java.util.Optional;

/// The control groups of one running container.
///
/// Where they are is asked of the kernel, by the container's first process, and not worked out
/// again: an engine that was started elsewhere gives its own containers other places. The first
/// process may have moved itself further down, never out of the group that is named by its id.
public final class ContainerGroups {
    private static final String FREEZE = "cgroup.freeze";

    private final SandboxHome home;
    private final String id;
    private final int pid;
    private volatile List<Cgroup> known = List.of();

    public ContainerGroups(SandboxHome home, String id, int pid) {
        this.home = home;
        this.id = id;
        this.pid = pid;
    }

    /// One in each hierarchy in which it has one; none once it has ended.
    public List<Cgroup> all() {
        List<Cgroup> groups = known;
        if (groups.isEmpty()) {
            groups =
                    home.cgroupHost().groupsOf(pid).stream()
                            .flatMap(group -> group.named(id).stream())
                            .toList();
            known = groups;
        }
        return groups;
    }

    /// The one that a controller counts and limits by.
    public Optional<Cgroup> controlling(String controller) {
        return all().stream().filter(group -> group.hierarchy().controls(controller)).findFirst();
    }

    /// The same; it is made if there is none yet.
    public Optional<Cgroup> limiting(String controller) {
        return controlling(controller).or(() -> join(controller));
    }

    /// The one of version 2.
    public Optional<Cgroup> unified() {
        return all().stream()
                .filter(group -> group.hierarchy().version() == Version.V2)
                .findFirst();
    }

    /// The one by which it is frozen. Version 2 is better where there is a choice: what is frozen
    /// there can still be killed.
    Optional<Cgroup> freezer() {
        return unified().filter(group -> group.exists(FREEZE)).or(() -> controlling("freezer"));
    }

    /// Makes the container a group in a hierarchy of version 1 in which it has had none, and moves
    /// all its processes there.
    ///
    /// @return empty if the engine may not make groups there
    public Optional<Cgroup> join(String controller) {
        Optional<Cgroup> parent =
                home.cgroupParents().stream()
                        .filter(group -> group.hierarchy().controls(controller))
                        .findFirst();
        return parent.map(above -> {
            Cgroup joined = new LateGroup(above, above.child(id)).join(all());
            known = List.of();
            return joined;
        });
    }

    @Override
    public String toString() {
        return id;
    }
}
