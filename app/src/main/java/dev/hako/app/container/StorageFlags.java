package dev.hako.app.container;

import dev.hako.app.caller.Caller;
import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.Devices;
import dev.hako.app.value.ImageNames;
import dev.hako.app.value.Mounts;
import dev.hako.app.value.Size;
import dev.hako.engine.config.DeviceRequest;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.StorageOptions;
import dev.hako.engine.config.StorageOptions.VolumesFrom;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/// What the container sees besides its image.
final class StorageFlags {
    private static final Option<MountRequest> VOLUME =
            Option.of(
                            "-v, --volume",
                            "[SOURCE:]TARGET[:OPTIONS]",
                            Mounts::volume,
                            "Mount a host directory or a volume, which is made if it is missing")
                    .offering(Candidates.Known.SOURCES);
    private static final Option<VolumesFrom> VOLUMES_FROM =
            Option.of(
                    "--volumes-from",
                    "CONTAINER[:ro]",
                    Mounts::volumesFrom,
                    "Mount what another container has mounted");
    private static final Option<MountRequest> MOUNT =
            Option.of(
                            "--mount",
                            "type=TYPE,KEY=VALUE,...",
                            Mounts::mount,
                            "Mount a volume (type=volume), a host directory (bind), memory (tmpfs) or an image")
                    .offering(Candidates.Known.MOUNTS);
    private static final Option<MountRequest> TMPFS =
            Option.of(
                    "--tmpfs",
                    "TARGET[:OPTIONS]",
                    Mounts::tmpfs,
                    "Mount an empty file system in memory");
    private static final Option<Long> SHM_SIZE =
            Option.of("--shm-size", "BYTES", Size::parse, "Size of /dev/shm; 64m if not given");
    private static final Option<String> STORAGE_OPT =
            Option.text(
                    "--storage-opt",
                    "size=BYTES",
                    "Refused: nothing but the disk limits a container's own files");
    private static final Option<DeviceRequest> DEVICE =
            Option.of(
                            "--device",
                            "SOURCE[:TARGET][:rwm]",
                            Devices::parse,
                            "Give a device of the host")
                    .offering(Candidates.Known.FILES);

    static final List<Option<?>> ALL =
            List.of(VOLUME, VOLUMES_FROM, MOUNT, TMPFS, SHM_SIZE, STORAGE_OPT, DEVICE);

    private StorageFlags() {}

    static StorageOptions read(ParsedLine line, Caller caller) {
        line.value(STORAGE_OPT).ifPresent(StorageFlags::refuse);
        List<MountRequest> mounts = new ArrayList<>();
        for (MountRequest mount : line.valuesOf(List.of(VOLUME, MOUNT, TMPFS))) {
            mounts.add(placed(mount, caller));
        }
        return new StorageOptions(
                mounts, line.values(VOLUMES_FROM), line.value(SHM_SIZE), line.values(DEVICE));
    }

    /// Who asks for a limit must not go without one.
    private static void refuse(String storageOption) {
        throw Failure.unsupported(
                        "cannot set --storage-opt "
                                + storageOption
                                + ": nothing but the disk limits a container's own files")
                .hint(
                        "use --read-only with --tmpfs TARGET:size=BYTES, or a volume on a file"
                                + " system of that size");
    }

    /// The same mount with an absolute source.
    private static MountRequest placed(MountRequest mount, Caller caller) {
        return switch (mount) {
            case MountRequest.Bind bind ->
                    new MountRequest.Bind(
                            caller.directory().absolute(bind.source()),
                            bind.target(),
                            bind.options(),
                            bind.createSource());
            case MountRequest.ImageFiles files ->
                    new MountRequest.ImageFiles(
                            ImageNames.absolute(files.image(), caller),
                            files.origin(),
                            files.target(),
                            files.subpath());
            case MountRequest.Tmpfs _, MountRequest.Volume _ -> mount;
        };
    }
}
