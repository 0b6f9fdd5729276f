package dev.hako.plan;

import dev.hako.oci.runtime.Linux;
import java.util.ArrayList;
import java.util.List;

/// Where a container's group is in one hierarchy.
///
/// @param mountPoint of the hierarchy
/// @param path in the hierarchy, absolute
/// @param made what of it is made for the container: its ancestors and itself, topmost first; the
///   rest is there already
/// @param isAbsolute whether the specification says where it is, and not the engine
record CgroupPath(String mountPoint, String path, List<String> made, boolean isAbsolute) {

    /// @param parent where the engine puts groups without an absolute path; exists
    static CgroupPath of(Linux linux, String id, String mountPoint, String parent) {
        String wanted = linux.cgroupsPath();
        if (wanted != null && wanted.indexOf(':') >= 0) {
            throw Refusal.feature(
                    "cgroupsPath " + wanted,
                    "it is a slice of systemd, which is not asked to make groups here",
                    "give a path such as /hako/" + id + ", or hako-runtime --systemd-cgroup");
        }
        String relative = RootTree.relative(wanted == null ? id : wanted);
        if (relative.isEmpty()) {
            throw Refusal.invalid("cgroupsPath " + wanted, "it is the root of the hierarchy");
        }
        boolean absolute = wanted != null && wanted.startsWith("/");
        String base = RootTree.relative(parent);
        String path = absolute || base.isEmpty() ? "/" + relative : "/" + base + "/" + relative;
        return new CgroupPath(mountPoint, path, below(path, "/" + base), absolute);
    }

    /// The prefixes of a path that go beyond a directory.
    private static List<String> below(String path, String directory) {
        List<String> prefixes = new ArrayList<>(2);
        boolean inside = directory.equals("/") || path.startsWith(directory + "/");
        int slash = inside && directory.length() > 1 ? directory.length() : 0;
        while (slash >= 0) {
            slash = path.indexOf('/', slash + 1);
            prefixes.add(slash < 0 ? path : path.substring(0, slash));
        }
        return prefixes;
    }

    /// The group's directory on the host.
    String directory() {
        return mountPoint + path;
    }

    /// A file of the group.
    String file(String name) {
        return mountPoint + path + "/" + name;
    }

    /// Removes the group, and what was made above it for a relative path. What an absolute path has
    /// above the group stays, whoever made it: others may be about to put theirs there.
    void remove(PlanBuilder plan, int millis) {
        plan.doing("remove the cgroup", directory());
        removeDirectory(plan, made.getLast());
        plan.retry(millis, dev.hako.kernel.Errno.EBUSY);
        removeAncestors(plan);
    }

    /// The same, tried once.
    void tryToRemove(PlanBuilder plan) {
        plan.doing("remove the cgroup", directory());
        removeDirectory(plan, made.getLast());
        plan.tolerate();
        removeAncestors(plan);
    }

    private void removeAncestors(PlanBuilder plan) {
        for (int i = isAbsolute ? -1 : made.size() - 2; i >= 0; i--) {
            removeDirectory(plan, made.get(i));
            plan.tolerate(); // others are in it, or it is gone
        }
    }

    private void removeDirectory(PlanBuilder plan, String name) {
        plan.call(
                Syscall.UNLINKAT,
                OpenFlags.AT_FDCWD,
                plan.text(mountPoint + name),
                Argument.value(OpenFlags.AT_REMOVEDIR));
    }
}
