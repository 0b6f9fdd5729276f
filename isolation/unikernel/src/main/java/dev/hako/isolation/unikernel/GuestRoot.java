package dev.hako.isolation.unikernel;

import dev.hako.guest.boot.CommandLine;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import dev.hako.plan.RootFilesystem;
import dev.hako.plan.RootFilesystem.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A container's root as a guest has it: files of the host are its block devices.
///
/// @param inside the root, in the guest
/// @param disks of the guest, in their order
record GuestRoot(RootFilesystem inside, List<GuestDisk> disks) {
    /// @throws dev.hako.failure.Failure `UNSUPPORTED` if it needs directories of the host
    static GuestRoot of(RootFilesystem root) {
        for (RootFilesystem.RootMount mount : root.mounts()) {
            if (mount instanceof RootFilesystem.Bind bind) {
                throw GuestSpec.no(
                        "the directory \"" + bind.source() + "\" of the host",
                        "use an image that has layers of its own");
            }
        }
        if (root.disks().isEmpty()) {
            throw GuestSpec.no("a root that is no disk", "use an image that has layers of its own");
        }
        if (root.disks().size() > CommandLine.MOST_DISKS) {
            throw GuestSpec.no(
                    "an image of more than " + (CommandLine.MOST_DISKS - 1) + " layers",
                    "make one of fewer: `hako export` a container of it, and `hako import` that");
        }
        var inside = new ArrayList<Disk>(root.disks().size());
        var disks = new ArrayList<GuestDisk>(root.disks().size());
        for (Disk disk : root.disks()) {
            inside.add(disk.on("/dev/ubd" + (char) ('a' + disks.size())));
            disks.add(new GuestDisk(Path.of(disk.device()), disk.readOnly()));
        }
        return new GuestRoot(root.with(inside), disks);
    }

    /// As the kernel is told of them.
    List<CommandLine.Disk> onLine() {
        var onLine = new ArrayList<CommandLine.Disk>(disks.size());
        for (GuestDisk disk : disks) {
            onLine.add(new CommandLine.Disk(Jail.disk(onLine.size()), disk.readOnly()));
        }
        return onLine;
    }

    /// Gives the jail's user the disk that it writes to.
    void handOver() {
        for (GuestDisk disk : disks) {
            if (!disk.readOnly()) {
                try (Fd file = Open.open(disk.file().toString(), Open.O_RDONLY)) {
                    Attributes.fchown(file, Jail.NOBODY, Jail.NOBODY);
                }
            }
        }
    }
}
