package dev.hako.plan;

/// Which of the newer system calls and options work, found by trying them. Older ones, up to Linux
/// 5.11, are taken for granted: clone3, openat2, open_tree, setns of a pidfd, close_range.
///
/// @param cloneIntoCgroup clone3 with `CLONE_INTO_CGROUP` (5.7, needs a cgroup2 mount)
/// @param mountSetattr mount_setattr (5.12); without it recursive options are refused
/// @param idMappedMounts `MOUNT_ATTR_IDMAP` (5.12)
/// @param overlayLowerAppend fsconfig's `lowerdir+` of overlayfs (6.7); without it the lower
///   directories of an overlay must fit into 4 KiB together
/// @param cgroupKill the file `cgroup.kill` (5.14)
public record KernelFeatures(
        boolean cloneIntoCgroup,
        boolean mountSetattr,
        boolean idMappedMounts,
        boolean overlayLowerAppend,
        boolean cgroupKill) {
    /// A kernel that has them all.
    public static final KernelFeatures ALL = new KernelFeatures(true, true, true, true, true);
}
