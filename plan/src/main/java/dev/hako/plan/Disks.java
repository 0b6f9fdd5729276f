package dev.hako.plan;

import static dev.hako.kernel.Errno.EEXIST;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.MountFlags.MS_RDONLY;

import dev.hako.plan.Argument.Data;
import java.util.List;

/// Mounts the disks that a root is made of, by the launcher and in its own mount namespace.
final class Disks {
    private static final int DIRECTORY_MODE = 0755;

    private final PlanBuilder plan;

    Disks(PlanBuilder plan) {
        this.plan = plan;
    }

    void mount(List<RootFilesystem.Disk> disks) {
        disks.forEach(this::mount);
    }

    private void mount(RootFilesystem.Disk disk) {
        plan.doing("mount the disk " + disk.device() + " on", disk.target());
        for (int slash = disk.target().indexOf('/', 1);
                slash > 0;
                slash = disk.target().indexOf('/', slash + 1)) {
            make(disk.target().substring(0, slash));
        }
        make(disk.target());
        Data target = plan.text(disk.target());
        plan.call(
                Syscall.MOUNT,
                plan.text(disk.device()),
                target,
                plan.text(disk.type()),
                value(disk.readOnly() ? MS_RDONLY : 0),
                value(0));
        disk.directories().forEach(name -> make(disk.target() + "/" + name));
    }

    private void make(String path) {
        plan.call(Syscall.MKDIRAT, OpenFlags.AT_FDCWD, plan.text(path), value(DIRECTORY_MODE))
                .tolerate(EEXIST);
    }
}
