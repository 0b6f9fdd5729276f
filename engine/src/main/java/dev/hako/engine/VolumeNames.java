package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.MountRequest.VolumeUse;
import dev.hako.engine.config.StorageOptions;
import dev.hako.engine.config.StorageOptions.VolumesFrom;
import dev.hako.engine.volume.Backing;
import dev.hako.engine.volume.VolumeName;
import dev.hako.failure.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Settles which volumes a new container has: names are made up for those without one, and those of
/// other containers (`--volumes-from`) are added.
///
/// @param containers finds a container by what users write
record VolumeNames(Function<String, Container> containers) {
    private static final VolumeUse OWN =
            new VolumeUse(true, false, true, "", Optional.empty(), Map.of(), Map.of());

    /// The same configuration with every volume named.
    ///
    /// @param own places that the image wants volumes at
    ContainerConfig settle(ContainerConfig config, List<String> own) {
        StorageOptions storage = config.storage();
        if (storage.volumesFrom().isEmpty() && storage.volumes().isEmpty() && own.isEmpty()) {
            return config;
        }
        List<MountRequest> mounts = new ArrayList<>();
        Set<String> targets = new HashSet<>();
        for (MountRequest mount : storage.mounts()) {
            mounts.add(named(mount));
            targets.add(normal(mount.target()));
        }
        for (VolumesFrom from : storage.volumesFrom()) {
            for (MountRequest mount : of(from)) {
                if (targets.add(normal(mount.target()))) {
                    mounts.add(mount);
                }
            }
        }
        for (String target : own) {
            if (target.startsWith("/") && targets.add(normal(target))) {
                mounts.add(new MountRequest.Volume(Ids.random(), target, OWN));
            }
        }
        return config.withStorage(storage.withMounts(mounts));
    }

    private static MountRequest named(MountRequest mount) {
        if (!(mount instanceof MountRequest.Volume volume)) {
            return mount;
        }
        if (volume.name().isEmpty()) {
            return volume.named(Ids.random());
        }
        VolumeName.check(volume.name());
        Backing.of(volume.how().options());
        return volume;
    }

    private static String normal(String target) {
        return Path.of(target).normalize().toString();
    }

    /// Directories and volumes of another container; its file systems in memory are its own.
    private List<MountRequest> of(VolumesFrom from) {
        List<MountRequest> mounts = new ArrayList<>();
        for (MountRequest mount : other(from).config().storage().mounts()) {
            MountRequest shared =
                    mount instanceof MountRequest.Volume(var name, var target, var how)
                            ? new MountRequest.Volume(name, target, how.borrowed())
                            : mount;
            if (!(shared instanceof MountRequest.Tmpfs)) {
                mounts.add(from.readOnly() ? shared.asReadOnly() : shared);
            }
        }
        return mounts;
    }

    private Container other(VolumesFrom from) {
        try {
            return containers.apply(from.container());
        } catch (Failure e) {
            throw e.during("cannot use --volumes-from");
        }
    }
}
