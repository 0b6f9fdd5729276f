package dev.hako.plan;

import dev.hako.oci.runtime.Linux;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How the control groups of a machine are laid out, as far as the engine may use them
/// (cgroups(7)).
public sealed interface CgroupLayout {
    /// None that the engine may write to: containers stay in its own.
    ///
    /// @param reason such as `the engine may not write to any cgroup`
    /// @param remedy how the engine comes to have one
    record None(String reason, String remedy) implements CgroupLayout {}

    /// One hierarchy per controller, perhaps with a cgroup2 hierarchy beside them ("hybrid").
    ///
    /// @param hierarchies in which each container gets a cgroup
    /// @param unified a cgroup2 hierarchy without controllers, for `cgroup.kill`
    record V1(List<Hierarchy> hierarchies, Optional<Unified> unified) implements CgroupLayout {
        public V1 {
            hierarchies = List.copyOf(hierarchies);
        }
    }

    /// The one hierarchy of cgroup2.
    record V2(Unified unified) implements CgroupLayout {}

    /// One that may be others' to write to, as it is for an ordinary user without systemd: a
    /// container for which nothing is limited stays where its caller is when it gets no group.
    ///
    /// @param layout as if it were the caller's
    record Perhaps(CgroupLayout layout) implements CgroupLayout {
        public Perhaps {
            if (layout instanceof Perhaps) {
                throw new IllegalArgumentException("perhaps is not perhaps once more");
            }
        }
    }

    /// One in which systemd makes the groups, as transient scopes.
    ///
    /// @param layout as if they were made by whoever asks
    /// @param base the group that the manager itself is in: empty for the machine's, such as
    ///   `/user.slice/user-1000.slice/user@1000.service` for a user's
    record Scopes(CgroupLayout layout, String base) implements CgroupLayout {
        private static final String SYSTEM_SLICE = "system.slice";
        private static final String USER_SLICE = "user.slice";

        public Scopes {
            if (layout instanceof Scopes) {
                throw new IllegalArgumentException("a scope is in no other");
            }
        }

        /// The scope of a container.
        public ScopeName scope(Linux linux, String id) {
            String slice = base.isEmpty() ? SYSTEM_SLICE : USER_SLICE;
            return ScopeName.of(linux.cgroupsPath(), id, slice);
        }

        String pathOf(Linux linux, String id) {
            return base + scope(linux, id).path();
        }
    }

    /// A hierarchy of cgroup version 1.
    ///
    /// @param controllers those it carries, such as `cpu` and `cpuacct`, or one `name=systemd`
    /// @param mountPoint where the host has it mounted
    /// @param parent where the engine puts containers whose cgroup path is relative; absolute in
    ///   the hierarchy
    /// @param everyones whether each container has a group in it, not only one that it limits
    record Hierarchy(
            List<String> controllers, String mountPoint, String parent, boolean everyones) {
        private static final Set<String> ON_DEMAND =
                Set.of("cpuset", "hugetlb", "net_cls", "net_prio", "rdma", "perf_event", "misc");

        public Hierarchy {
            controllers = List.copyOf(controllers);
        }

        /// One that is everyone's unless few are limited in it, for each group costs a start.
        public Hierarchy(List<String> controllers, String mountPoint, String parent) {
            this(controllers, mountPoint, parent, !ON_DEMAND.containsAll(controllers));
        }

        /// The same with a group for each container.
        public Hierarchy forEveryone() {
            return new Hierarchy(controllers, mountPoint, parent, true);
        }

        boolean carries(String controller) {
            return controllers.contains(controller);
        }

        /// Its controllers as mount options and directory names spell them.
        String title() {
            return String.join(",", controllers);
        }
    }

    /// A hierarchy of cgroup version 2.
    ///
    /// @param controllers those the engine can enable for its containers; empty in a hybrid layout
    /// @param mountPoint where the host has it mounted
    /// @param parent as in [Hierarchy]
    record Unified(List<String> controllers, String mountPoint, String parent) {
        public Unified {
            controllers = List.copyOf(controllers);
        }
    }
}
