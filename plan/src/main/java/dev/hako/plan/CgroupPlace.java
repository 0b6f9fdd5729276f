package dev.hako.plan;

import java.util.List;

/// Where a container's control group is in one hierarchy.
///
/// @param controllers of the hierarchy, parted by commas; empty for cgroup2
/// @param directory the group's, on the host
public record CgroupPlace(String controllers, String directory) {
    /// Whether it is in a hierarchy of cgroup2.
    public boolean isUnified() {
        return controllers.isEmpty();
    }

    /// Whether its hierarchy has a controller of version 1.
    public boolean carries(String controller) {
        return List.of(controllers.split(",", -1)).contains(controller);
    }
}
