package dev.hako.plan;

import dev.hako.kernel.LabelModule;
import java.util.Set;

/// Which of the newer system calls and options work, found by trying them. Older ones, up to Linux
/// 5.11, are taken for granted: clone3, openat2, open_tree, setns of a pidfd, close_range.
///
/// @param cloneIntoCgroup clone3 with `CLONE_INTO_CGROUP` (5.7, needs a cgroup2 mount)
/// @param mountSetattr mount_setattr (5.12); without it recursive options are refused
/// @param idMappedMounts `MOUNT_ATTR_IDMAP` (5.12)
/// @param overlayLowerAppend fsconfig's `lowerdir+` of overlayfs (6.7); without it the lower
///   directories of an overlay must fit into 4 KiB together
/// @param cgroupKill the file `cgroup.kill` (5.14)
/// @param labels of which modules programs can have labels
public record KernelFeatures(
        boolean cloneIntoCgroup,
        boolean mountSetattr,
        boolean idMappedMounts,
        boolean overlayLowerAppend,
        boolean cgroupKill,
        Set<LabelModule> labels) {
    /// A kernel that has them all, and no labels.
    public static final KernelFeatures ALL = new KernelFeatures(true, true, true, true, true);

    public KernelFeatures {
        labels = Set.copyOf(labels);
    }

    /// The same for a kernel without labels.
    public KernelFeatures(
            boolean cloneIntoCgroup,
            boolean mountSetattr,
            boolean idMappedMounts,
            boolean overlayLowerAppend,
            boolean cgroupKill) {
        this(
                cloneIntoCgroup,
                mountSetattr,
                idMappedMounts,
                overlayLowerAppend,
                cgroupKill,
                Set.of());
    }
}
