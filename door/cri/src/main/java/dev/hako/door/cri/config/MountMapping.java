package dev.hako.door.cri.config;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.Device;
import dev.hako.cri.v1.Mount;
import dev.hako.engine.config.DeviceRequest;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.PodUsers;
import dev.hako.engine.config.StorageOptions;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the program sees besides its image.
///
/// @param users of the pod, if they are not the machine's
record MountMapping(Optional<PodUsers> users) {
    /// Options of volumes that may be set by who makes a pod.
    private static final Set<String> OPTIONS =
            Set.of("nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime", "strictatime");

    StorageOptions of(ContainerConfig config) {
        return new StorageOptions(
                config.getMountsList().stream().map(this::mount).toList(),
                List.of(),
                Optional.empty(),
                config.getDevicesList().stream().map(MountMapping::device).toList());
    }

    private static DeviceRequest device(Device device) {
        return new DeviceRequest(
                device.getHostPath(),
                device.getContainerPath().isEmpty()
                        ? device.getHostPath()
                        : device.getContainerPath(),
                device.getPermissions().isEmpty() ? "rwm" : device.getPermissions());
    }

    private MountRequest mount(Mount mount) {
        if (mount.getContainerPath().isEmpty()) {
            throw Failure.invalid("a mount has no path in the container");
        }
        String target = target(mount.getContainerPath());
        if (mount.hasImage()) {
            return new MountRequest.ImageFiles(
                    mount.getImage().getImage(),
                    Optional.empty(),
                    target,
                    Optional.of(mount.getImageSubPath()).filter(path -> !path.isEmpty()));
        }
        if (mount.getHostPath().isEmpty()) {
            throw Failure.invalid("the mount on \"" + target + "\" has no path of the host");
        }
        refuseWhatCannotBe(mount);
        return new MountRequest.Bind(mount.getHostPath(), target, options(mount), true);
    }

    /// As the kubelet means it where it is relative.
    private static String target(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    private static void refuseWhatCannotBe(Mount mount) {
        if (mount.getRecursiveReadOnly() && !mount.getReadonly()) {
            throw Failure.invalid(
                    "the mount on \""
                            + mount.getContainerPath()
                            + "\" is to be read-only with all below it, but not itself");
        }
        if (mount.getRecursiveReadOnly()
                && mount.getPropagation() != dev.hako.cri.v1.MountPropagation.PROPAGATION_PRIVATE) {
            throw Failure.invalid(
                    "the mount on \""
                            + mount.getContainerPath()
                            + "\" is to be read-only with all below it, so it cannot take part in"
                            + " what others mount");
        }
    }

    private List<String> options(Mount mount) {
        List<String> options = new ArrayList<>();
        if (UserMapping.isMapped(mount, users)) {
            options.add(MountRequest.ID_MAPPED);
        }
        options.add(
                switch (mount.getPropagation()) {
                    case PROPAGATION_PRIVATE -> "rprivate";
                    case PROPAGATION_HOST_TO_CONTAINER -> "rslave";
                    case PROPAGATION_BIDIRECTIONAL -> "rshared";
                    case UNRECOGNIZED -> throw Failure.invalid("unknown propagation of a mount");
                });
        if (mount.getReadonly()) {
            options.add("ro");
            if (!mount.getRecursiveReadOnly()) {
                options.add(MountRequest.READ_ONLY_AT_TOP);
            }
        }
        for (String option : mount.getMountOptionsList()) {
            if (!OPTIONS.contains(option)) {
                throw Failure.invalid("unknown option \"" + option + "\" of a mount")
                        .hint("there are " + String.join(", ", OPTIONS.stream().sorted().toList()));
            }
            options.add(option);
        }
        return options;
    }
}
