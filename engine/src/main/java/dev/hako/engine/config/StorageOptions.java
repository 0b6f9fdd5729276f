package dev.hako.engine.config;

import java.util.List;
import java.util.Optional;

/// What the container sees besides its image.
///
/// @param mounts in the order asked for
/// @param volumesFrom other containers whose directories and volumes it sees too
/// @param shmBytes size of `/dev/shm`; empty: 64 MiB
/// @param devices host devices
public record StorageOptions(
        List<MountRequest> mounts,
        List<VolumesFrom> volumesFrom,
        Optional<Long> shmBytes,
        List<DeviceRequest> devices) {
    public static final StorageOptions STANDARD =
            new StorageOptions(List.of(), List.of(), Optional.empty(), List.of());

    /// A container whose directories and volumes another sees too.
    ///
    /// @param container as the user named it
    /// @param readOnly whether all of them are read-only
    public record VolumesFrom(String container, boolean readOnly) {
        /// `CONTAINER[:ro]`, as it was written.
        @Override
        public String toString() {
            return readOnly ? container + ":ro" : container;
        }
    }

    public StorageOptions {
        mounts = List.copyOf(mounts);
        volumesFrom = List.copyOf(volumesFrom);
        devices = List.copyOf(devices);
    }

    /// The same with other mounts.
    public StorageOptions withMounts(List<MountRequest> others) {
        return new StorageOptions(others, volumesFrom, shmBytes, devices);
    }

    /// The images among the mounts.
    public List<MountRequest.ImageFiles> images() {
        return mounts.stream()
                .filter(MountRequest.ImageFiles.class::isInstance)
                .map(MountRequest.ImageFiles.class::cast)
                .toList();
    }

    /// The volumes among the mounts.
    public List<MountRequest.Volume> volumes() {
        return mounts.stream()
                .filter(MountRequest.Volume.class::isInstance)
                .map(MountRequest.Volume.class::cast)
                .toList();
    }
}
