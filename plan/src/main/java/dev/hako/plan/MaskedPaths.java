package dev.hako.plan;

import static dev.hako.kernel.Errno.EINVAL;
import static dev.hako.kernel.Errno.ENOTDIR;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.MountFlags.MS_RDONLY;

import dev.hako.oci.runtime.Mount;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.util.List;
import java.util.Set;

/// Paths of the container where nothing can be read, and paths where nothing can be written
/// (config-linux.md, "Masked Paths" and "Readonly Paths").
///
/// All by descriptor, before the root is pivoted: what covers a file is the host's own `/dev/null`
/// and not something of that name in the container (CVE-2025-31133).
final class MaskedPaths {
    private static final MountOptions READ_ONLY = options("ro");
    private static final MountOptions ALL_READ_ONLY = options("rro");
    private static final Argument EMPTY = value(0);

    /// What is known to be a directory; for everything else it shows when the plan runs.
    private static final Set<String> DIRECTORIES =
            Set.of(
                    "/proc/acpi",
                    "/proc/asound",
                    "/proc/scsi",
                    "/sys/devices/virtual/powercap",
                    "/sys/firmware");

    /// What is known to be a file.
    private static final Set<String> FILES =
            Set.of(
                    "/proc/interrupts",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/sched_debug",
                    "/proc/timer_list",
                    "/proc/timer_stats");

    private final PlanBuilder plan;
    private final Trees trees;
    private final MountOptions readOnly;

    MaskedPaths(PlanBuilder plan, Trees trees, KernelFeatures kernel) {
        this.plan = plan;
        this.trees = trees;
        this.readOnly = kernel.mountSetattr() ? ALL_READ_ONLY : READ_ONLY;
    }

    private static MountOptions options(String word) {
        return MountOptions.of(Mount.of("/", "bind", "/", word));
    }

    void mask(RootTree root, List<String> paths) {
        for (String path : paths) {
            mask(root, path);
        }
    }

    private void mask(RootTree root, String path) {
        Label next = new Label("after " + path);
        plan.doing("mask", path);
        Register target = root.existing(path, next);
        if (isDirectory(path)) {
            coverDirectory(target);
        } else if (FILES.contains(path)) {
            coverFile(target);
        } else {
            Label directory = new Label("directory " + path);
            coverFile(target);
            // move_mount(2) says EINVAL, mount(2) would say ENOTDIR.
            plan.branch(directory, ENOTDIR, EINVAL);
            plan.jump(next);
            plan.place(directory);
            coverDirectory(target);
        }
        plan.place(next);
        plan.registers().release(target);
    }

    private static boolean isDirectory(String path) {
        return DIRECTORIES.contains(path) || path.endsWith("/thermal_throttle");
    }

    private void coverFile(Register target) {
        Register tree = trees.copy("/dev/null", false);
        trees.attach(tree, target);
        plan.registers().release(tree);
    }

    private void coverDirectory(Register target) {
        Data type = plan.text("tmpfs");
        plan.call(Syscall.FCHDIR, target);
        plan.call(Syscall.MOUNT, type, plan.text("."), type, value(MS_RDONLY), EMPTY);
    }

    void makeReadOnly(RootTree root, List<String> paths) {
        for (String path : paths) {
            Label next = new Label("after " + path);
            plan.doing("make read-only", path);
            Register target = root.existing(path, next);
            Register tree = trees.copy(target);
            trees.prepare(tree, readOnly);
            trees.attach(tree, target);
            trees.finish(tree, readOnly);
            plan.place(next);
            plan.registers().release(target);
            plan.registers().release(tree);
        }
    }
}
