package dev.hako.engine.config;

import java.util.List;
import java.util.Optional;

/// What the container sees besides its image.
///
/// @param mounts in the order asked for
/// @param shmBytes size of `/dev/shm`; empty: 64 MiB
/// @param devices host devices
public record StorageOptions(
        List<MountRequest> mounts, Optional<Long> shmBytes, List<DeviceRequest> devices) {
    public static final StorageOptions STANDARD =
            new StorageOptions(List.of(), Optional.empty(), List.of());

    public StorageOptions {
        mounts = List.copyOf(mounts);
        devices = List.copyOf(devices);
    }
}
