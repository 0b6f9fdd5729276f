package dev.hako.door.cri.device;

import com.google.protobuf.ByteString;
import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.Device;
import dev.hako.cri.v1.KeyValue;
import dev.hako.cri.v1.Mount;
import dev.hako.cri.v1.MountPropagation;
import dev.hako.failure.Failure;
import dev.hako.oci.runtime.Hook;
import dev.hako.oci.runtime.Hooks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A container with all that its described devices need.
///
/// @param config what the kubelet wants, and what the devices add to it
/// @param hooks that are run for it
public record Equipped(ContainerConfig config, Hooks hooks) {
    /// The same container with what its devices need.
    ///
    /// @throws Failure as [DeviceCatalog#edits], and `INVALID` for a description that cannot be
    ///   followed
    public static Equipped of(ContainerConfig config, DeviceCatalog catalog) {
        if (config.getCDIDevicesCount() == 0) {
            return new Equipped(config, Hooks.NONE);
        }
        List<String> names =
                config.getCDIDevicesList().stream().map(device -> device.getName()).toList();
        List<Edits> edits = catalog.edits(names);
        ContainerConfig.Builder changed = config.toBuilder();
        edits.forEach(one -> apply(one, changed));
        return new Equipped(changed.build(), hooks(edits));
    }

    private static void apply(Edits edits, ContainerConfig.Builder config) {
        if (!edits.unsupported().isEmpty()) {
            throw Failure.unsupported(
                            "the description of a device asks for "
                                    + String.join(" and ", edits.unsupported())
                                    + ", which is not supported")
                    .hint("have it described without");
        }
        edits.env().forEach(variable -> config.addEnvs(variable(variable)));
        edits.nodes().forEach(node -> config.addDevices(node(node)));
        edits.mounts().forEach(mount -> config.addMounts(mount(mount)));
        config.getLinuxBuilder()
                .getSecurityContextBuilder()
                .addAllSupplementalGroups(edits.groups());
    }

    private static KeyValue variable(String text) {
        int end = text.indexOf('=');
        return KeyValue.newBuilder()
                .setKey(text.substring(0, end))
                .setValue(ByteString.copyFromUtf8(text.substring(end + 1)))
                .build();
    }

    private static Device node(Edits.Node node) {
        return Device.newBuilder()
                .setHostPath(node.hostPath())
                .setContainerPath(node.path())
                .setPermissions(node.permissions())
                .build();
    }

    /// Nothing is made on the host for a description.
    private static Mount mount(Edits.Bind bind) {
        if (!Files.exists(Path.of(bind.hostPath()))) {
            throw Failure.notFound(
                    "\"" + bind.hostPath() + "\", which a device needs, is not on this host");
        }
        Mount.Builder mount =
                Mount.newBuilder()
                        .setHostPath(bind.hostPath())
                        .setContainerPath(bind.containerPath());
        for (String option : bind.options()) {
            switch (option) {
                case "ro" -> mount.setReadonly(true);
                case "rslave", "slave" ->
                        mount.setPropagation(MountPropagation.PROPAGATION_HOST_TO_CONTAINER);
                case "rshared", "shared" ->
                        mount.setPropagation(MountPropagation.PROPAGATION_BIDIRECTIONAL);
                case "rw", "bind", "rbind", "private", "rprivate" -> {
                    // As all mounts are.
                }
                default -> mount.addMountOptions(option);
            }
        }
        return mount.build();
    }

    private static Hooks hooks(List<Edits> edits) {
        return new Hooks(
                at("prestart", edits),
                at("createRuntime", edits),
                at("createContainer", edits),
                at("startContainer", edits),
                at("poststart", edits),
                at("poststop", edits));
    }

    private static List<Hook> at(String moment, List<Edits> edits) {
        List<Hook> hooks = new ArrayList<>();
        for (Edits one : edits) {
            one.hooks().stream()
                    .filter(called -> called.moment().equals(moment))
                    .forEach(called -> hooks.add(called.hook()));
        }
        return hooks;
    }
}
