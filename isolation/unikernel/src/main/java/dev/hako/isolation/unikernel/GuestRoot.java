package dev.hako.isolation.unikernel;

import dev.hako.guest.boot.CommandLine;
import dev.hako.guest.disk.UpperDisk;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.plan.RootFilesystem;
import dev.hako.plan.RootFilesystem.Disk;
import dev.hako.plan.RootFilesystem.Overlay;
import dev.hako.plan.RootFilesystem.RootDisk;
import dev.hako.plan.RootFilesystem.Upper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A container's root as a guest has it: files of the host are its block devices.
///
/// @param inside the root, in the guest
/// @param disks of the guest, in their order
record GuestRoot(RootFilesystem inside, List<RootDisk> disks) {
    /// Where layers are, and what is written over them.
    private static final String LAYERS = "/layers";

    private static final String UPPER = "/upper";
    private static final String FILES = "files";
    private static final String WORK = "work";

    /// As much as a box can write; it takes what is in it.
    private static final long SIZE_BYTES = 256 * UpperDisk.STEP_BYTES;

    private static final int PRIVATE = 0600;

    /// @throws dev.hako.failure.Failure `UNSUPPORTED` if it needs directories of the host
    static GuestRoot of(RootFilesystem root) {
        if (root.disks().isEmpty()
                || root.mounts().size() != 1
                || !(root.mounts().getFirst() instanceof Overlay overlay)) {
            throw GuestSpec.no(
                    "directories of the host for a root",
                    "use an image that has layers of its own, or isolation \"namespace\"");
        }
        if (root.disks().size() > CommandLine.MOST_DISKS) {
            throw GuestSpec.no(
                    "an image of more than " + (CommandLine.MOST_DISKS - 1) + " layers",
                    "make one of fewer: `hako export` a container of it, and `hako import` that");
        }
        return new GuestRoot(inside(overlay, root.disks()), root.disks());
    }

    private static RootFilesystem inside(Overlay overlay, List<RootDisk> disks) {
        var mounted = new ArrayList<Disk>(disks.size());
        var layers = new ArrayList<String>(disks.size());
        for (RootDisk disk : disks) {
            String device = "/dev/ubd" + (char) ('a' + mounted.size());
            if (disk.readOnly()) {
                String layer = Integer.toString(layers.size());
                layers.add(layer);
                mounted.add(new Disk(device, disk.type(), LAYERS + "/" + layer, true, List.of()));
            } else {
                mounted.add(new Disk(device, disk.type(), UPPER, false, List.of(FILES, WORK)));
            }
        }
        Overlay inGuest =
                new Overlay(
                        overlay.target(),
                        layers,
                        LAYERS,
                        overlay.upper()
                                .map(upper ->
                                        new Upper(
                                                UPPER + "/" + FILES,
                                                UPPER + "/" + WORK,
                                                upper.isVolatile())),
                        false);
        return RootFilesystem.mounting(mounted, inGuest);
    }

    /// As the kernel is told of them.
    List<CommandLine.Disk> onLine() {
        var onLine = new ArrayList<CommandLine.Disk>(disks.size());
        for (RootDisk disk : disks) {
            onLine.add(new CommandLine.Disk(Jail.disk(onLine.size()), disk.readOnly()));
        }
        return onLine;
    }

    /// Makes the disk that it writes to, if it is not there, and gives it to the jail's user.
    void prepare() {
        for (RootDisk disk : disks) {
            if (!disk.readOnly() && Files.notExists(Path.of(disk.file()))) {
                make(disk);
            }
        }
    }

    /// It gets its name when it is whole.
    private static void make(RootDisk disk) {
        NativePath unfinished = NativePath.of(disk.file() + ".new");
        int flags = Open.O_RDWR | Open.O_CREAT | Open.O_TRUNC | Open.O_NOFOLLOW;
        try (Fd file = Open.openat(Fd.CWD, unfinished, flags, PRIVATE)) {
            UpperDisk.write(file, SIZE_BYTES, UUID.randomUUID());
            Attributes.fchown(file, Jail.NOBODY, Jail.NOBODY);
        }
        Names.renameat(Fd.CWD, unfinished, Fd.CWD, NativePath.of(disk.file()));
    }
}
