package dev.hako.isolation.unikernel;

import dev.hako.guest.boot.CommandLine;
import dev.hako.guest.disk.UpperDisk;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.oci.runtime.Mount;
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
import java.util.stream.IntStream;

/// A container's root as a guest has it: files of the host are its block devices. The lowest of
/// very many layers are served to it, and mounted as the files that they are.
///
/// @param inside the root, in the guest
/// @param disks of the guest, in their order
/// @param shared the files that are served to the guest: those that its container has, then layers
record GuestRoot(RootFilesystem inside, List<RootDisk> disks, SharedFiles shared) {
    /// Where layers are, and what is written over them.
    private static final String LAYERS = "/layers";

    private static final String UPPER = "/upper";
    private static final String FILES = "files";
    private static final String WORK = "work";

    /// Where a container's own files are, with overlayfs's marks.
    static final String WRITTEN = UPPER + "/" + FILES;

    /// As much as a box can write; it takes what is in it.
    private static final long SIZE_BYTES = 256 * UpperDisk.STEP_BYTES;

    private static final int PRIVATE = 0600;

    /// @param shared files that the container has, which come first
    /// @throws dev.hako.failure.Failure `UNSUPPORTED` if it needs directories of the host
    static GuestRoot of(RootFilesystem root, SharedFiles shared) {
        if (root.disks().isEmpty()
                || root.mounts().size() != 1
                || !(root.mounts().getFirst() instanceof Overlay overlay)) {
            throw GuestSpec.no(
                    "directories of the host for a root",
                    "use an image that has layers of its own, or isolation \"namespace\"");
        }
        List<RootDisk> layers = root.disks().stream().filter(RootDisk::readOnly).toList();
        int most = CommandLine.MOST_DISKS - (root.disks().size() - layers.size());
        List<RootDisk> served = layers.subList(Math.min(most, layers.size()), layers.size());
        List<RootDisk> disks =
                root.disks().stream().filter(disk -> !served.contains(disk)).toList();
        List<Mount> files = new ArrayList<>(shared.mounts());
        served.forEach(disk -> files.add(Mount.of(disk.file(), "bind", disk.file(), "bind", "ro")));
        SharedFiles all = new SharedFiles(files);
        List<Disk> mounted = new ArrayList<>();
        if (all.areThere()) {
            mounted.add(
                    new Disk(
                            SharedFiles.TAG,
                            SharedFiles.TYPE,
                            SharedFiles.PLACE,
                            false,
                            List.of()));
        }
        int layered = mount(disks, mounted);
        for (int i = 0; i < served.size(); i++) {
            String file = SharedFiles.place(shared.mounts().size() + i);
            mounted.add(layer(file, served.get(i), layered + i));
        }
        return new GuestRoot(
                RootFilesystem.mounting(mounted, inside(overlay, layers.size())), disks, all);
    }

    /// Adds what the block devices are to what is mounted: how many layers there are among them.
    private static int mount(List<RootDisk> disks, List<Disk> mounted) {
        int layers = 0;
        for (int i = 0; i < disks.size(); i++) {
            String device = "/dev/ubd" + (char) ('a' + i);
            RootDisk disk = disks.get(i);
            if (disk.readOnly()) {
                mounted.add(layer(device, disk, layers++));
            } else {
                mounted.add(new Disk(device, disk.type(), UPPER, false, List.of(FILES, WORK)));
            }
        }
        return layers;
    }

    private static Disk layer(String device, RootDisk disk, int number) {
        return new Disk(device, disk.type(), LAYERS + "/" + number, true, List.of());
    }

    private static Overlay inside(Overlay overlay, int layers) {
        return new Overlay(
                overlay.target(),
                IntStream.range(0, layers).mapToObj(Integer::toString).toList(),
                LAYERS,
                overlay.upper()
                        .map(upper ->
                                new Upper(
                                        UPPER + "/" + FILES,
                                        UPPER + "/" + WORK,
                                        upper.isVolatile())),
                false);
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
