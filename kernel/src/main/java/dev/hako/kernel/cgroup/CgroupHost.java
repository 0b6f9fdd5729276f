package dev.hako.kernel.cgroup;

import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.MountInfo;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The control groups a host offers to this process.
///
/// @param hierarchies in the order of `/proc/self/cgroup`
public record CgroupHost(List<Hierarchy> hierarchies) {
    private static final int LIMIT_BYTES = 1 << 20;

    /// How a host has its controllers.
    public enum Layout {
        /// No hierarchy is mounted.
        NONE,
        /// All controllers are in version 1 hierarchies.
        LEGACY,
        /// Controllers are in version 1 hierarchies; a version 2 one without any is beside them.
        HYBRID,
        /// One version 2 hierarchy.
        UNIFIED
    }

    public CgroupHost {
        hierarchies = List.copyOf(hierarchies);
    }

    /// Asks the kernel.
    public static CgroupHost detect() {
        CgroupHost host = of(MountInfo.current(), read(NativePath.of("/proc/self/cgroup")));
        return new CgroupHost(host.hierarchies.stream().map(CgroupHost::withControllers).toList());
    }

    /// A version 2 hierarchy says itself what it controls.
    private static Hierarchy withControllers(Hierarchy hierarchy) {
        if (hierarchy.version() == Hierarchy.Version.V1) {
            return hierarchy;
        }
        List<String> controllers =
                hierarchy
                        .root()
                        .find("cgroup.controllers")
                        .map(text -> Arrays.asList(text.split(" ", -1)))
                        .orElse(List.of());
        return new Hierarchy(
                hierarchy.version(),
                controllers.stream().filter(name -> !name.isEmpty()).toList(),
                hierarchy.mountPoint(),
                hierarchy.mountRoot(),
                hierarchy.ownPath());
    }

    /// Joins the mounts with the text of `/proc/self/cgroup`: lines of `number:controllers:path`,
    /// where version 2 has the number 0 and no controllers.
    public static CgroupHost of(List<MountInfo> mounts, String membership) {
        List<Hierarchy> hierarchies = new ArrayList<>();
        for (String line : membership.lines().toList()) {
            String[] parts = line.split(":", 3);
            NativePath own = NativePath.of(parts[2].getBytes(StandardCharsets.ISO_8859_1));
            List<String> controllers =
                    parts[1].isEmpty() ? List.of() : Arrays.asList(parts[1].split(",", -1));
            mounts.stream()
                    .filter(mount -> shows(mount, controllers))
                    .findFirst()
                    .map(mount -> hierarchy(mount, controllers, own))
                    .ifPresent(hierarchies::add);
        }
        return new CgroupHost(hierarchies);
    }

    private static boolean shows(MountInfo mount, List<String> controllers) {
        return controllers.isEmpty()
                ? mount.type().equals("cgroup2")
                : mount.type().equals("cgroup") && mount.superOptions().containsAll(controllers);
    }

    private static Hierarchy hierarchy(MountInfo mount, List<String> controllers, NativePath own) {
        Hierarchy.Version version =
                controllers.isEmpty() ? Hierarchy.Version.V2 : Hierarchy.Version.V1;
        return new Hierarchy(version, controllers, mount.mountPoint(), mount.root(), own);
    }

    /// The groups that a process is in, as far as they can be seen; none if there is no such
    /// process.
    public List<Cgroup> groupsOf(int pid) {
        return groups(read(NativePath.of("/proc/" + pid + "/cgroup")));
    }

    List<Cgroup> groups(String membership) {
        List<Cgroup> groups = new ArrayList<>();
        for (String line : membership.lines().toList()) {
            String[] parts = line.split(":", 3);
            NativePath path = NativePath.of(parts[2].getBytes(StandardCharsets.ISO_8859_1));
            hierarchies.stream()
                    .filter(hierarchy -> hierarchy.isOf(parts[1]))
                    .findFirst()
                    .flatMap(hierarchy -> hierarchy.within(path))
                    .ifPresent(groups::add);
        }
        return groups;
    }

    public Layout layout() {
        boolean v1 = hierarchies.stream().anyMatch(h -> h.version() == Hierarchy.Version.V1);
        boolean v2 = hierarchies.stream().anyMatch(h -> h.version() == Hierarchy.Version.V2);
        if (v1) {
            return v2 ? Layout.HYBRID : Layout.LEGACY;
        }
        return v2 ? Layout.UNIFIED : Layout.NONE;
    }

    /// The hierarchy that has a controller.
    public Optional<Hierarchy> controlling(String controller) {
        return hierarchies.stream().filter(h -> h.controls(controller)).findFirst();
    }

    /// The version 2 hierarchy, with or without controllers.
    public Optional<Hierarchy> unified() {
        return hierarchies.stream().filter(h -> h.version() == Hierarchy.Version.V2).findFirst();
    }

    private static String read(NativePath path) {
        try (Fd fd = Open.openat(Fd.CWD, path, Open.O_RDONLY)) {
            return new String(fd.readAll(LIMIT_BYTES), StandardCharsets.ISO_8859_1);
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOENT, Errno.ESRCH)) {
                // A kernel without control groups has no such file, nor has an ended process.
                return "";
            }
            throw e;
        }
    }
}
