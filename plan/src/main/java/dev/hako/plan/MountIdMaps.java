package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.MountFlags.MOUNT_ATTR_IDMAP;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.oci.runtime.IdMapping;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Mounts whose files change their owners on the way (mount_setattr(2), `MOUNT_ATTR_IDMAP`).
///
/// The kernel takes a mapping from a user namespace, so a short-lived process is cloned into one
/// for each.
final class MountIdMaps {
    private static final int WAIT_MILLIS = 10_000;

    private final ContainerLaunch launch;
    private final PlanBuilder plan;
    private final Map<Mapping, Register> namespaces = new HashMap<>();

    /// What a user namespace is made for.
    record Mapping(List<IdMapping> uids, List<IdMapping> gids) {}

    MountIdMaps(ContainerLaunch launch, PlanBuilder plan) {
        this.launch = launch;
        this.plan = plan;
    }

    /// The mapping of the container's own user namespace.
    ///
    /// @param object that shall have it
    Mapping ofContainer(String object) {
        var linux = launch.spec().linux();
        if (linux == null || linux.uidMappings().isEmpty()) {
            throw Refusal.invalid(object, "neither the mount nor the container has id mappings");
        }
        return new Mapping(linux.uidMappings(), linux.gidMappings());
    }

    /// What an id of the container is outside.
    static long hostId(List<IdMapping> mappings, long id) {
        return mappings.stream()
                .filter(mapping -> id >= mapping.containerId())
                .filter(mapping -> id - mapping.containerId() < mapping.size())
                .mapToLong(mapping -> mapping.hostId() + id - mapping.containerId())
                .findFirst()
                .orElseThrow(() ->
                        Refusal.invalid("id " + id, "the container's mappings do not have it"));
    }

    /// A user namespace of this mapping.
    Register namespace(Mapping mapping, String object) {
        if (!launch.host().kernel().idMappedMounts()) {
            throw Refusal.feature(
                    object, "this kernel cannot map the ids of a mount", "use Linux 5.12 or later");
        }
        return namespaces.computeIfAbsent(mapping, this::makeNamespace);
    }

    /// Maps the ids of a mount that hangs nowhere.
    ///
    /// @param recursive whether also of all mounts below it
    PlanBuilder set(Register tree, Register namespace, boolean recursive) {
        Struct struct = new Struct(32).u64(0, MOUNT_ATTR_IDMAP);
        Data attr = plan.data().place(struct, "attr{idmap}");
        plan.store(new Data(attr.offset() + 24, "attr.userns_fd"), namespace, 8);
        int flags = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0);
        return plan.call(Syscall.MOUNT_SETATTR, tree, plan.text(""), value(flags), attr, value(32));
    }

    private Register makeNamespace(Mapping mapping) {
        plan.doing("make a user namespace for id-mapped mounts", "");
        Label helper = new Label("id-mapping helper");
        Label made = new Label("id mapping made");
        SocketPair sockets = SocketPair.open(plan);
        int flags = dev.hako.kernel.Namespace.USER.cloneFlag();
        Cloning cloning = Cloning.into(plan, flags, Register.NONE, helper);
        new IdMaps(plan, launch.options().idMapping())
                .write(cloning.pid(), mapping.uids(), mapping.gids());
        plan.doing("open the user namespace for id-mapped mounts", "");
        Data path = ProcessPaths.of(plan, cloning.pid(), "ns/user");
        plan.call(Syscall.OPENAT, AT_FDCWD, path, value(O_RDONLY | O_CLOEXEC));
        Register namespace = plan.into("userns");
        plan.add(new Action.Send(sockets.launcher(), value(0)));
        plan.jump(made);
        plan.place(helper);
        plan.add(new Action.Receive(sockets.child(), WAIT_MILLIS));
        plan.add(new Action.End(0));
        plan.place(made);
        List.of(sockets.launcher(), sockets.child(), cloning.pid(), cloning.pidfd())
                .forEach(plan.registers()::release);
        return namespace;
    }
}
