package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.MountFlags.MOUNT_ATTR_IDMAP;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Mount;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Bind mounts whose files change their owners on the way (mount_setattr(2), `MOUNT_ATTR_IDMAP`).
///
/// The kernel takes the mapping from a user namespace, so a short-lived process is cloned into one
/// for each mapping.
final class IdMappedMounts {
    private static final int WAIT_MILLIS = 10_000;

    private final ContainerLaunch launch;
    private final PlanBuilder plan;
    private final Sources sources;
    private final Map<Mapping, Register> namespaces = new HashMap<>();

    /// What a user namespace is made for.
    private record Mapping(List<IdMapping> uids, List<IdMapping> gids) {}

    IdMappedMounts(ContainerLaunch launch, PlanBuilder plan, Sources sources) {
        this.launch = launch;
        this.plan = plan;
        this.sources = sources;
    }

    boolean isWanted(Mount mount, MountOptions options) {
        return options.idMap() || !mount.uidMappings().isEmpty();
    }

    /// The launcher's part, which is all of it.
    void copyEarly(Mount mount, MountOptions options) {
        if (!launch.host().kernel().idMappedMounts()) {
            throw Refusal.feature(
                    "id-mapped mount on " + mount.destination(),
                    "this kernel cannot map the ids of a mount",
                    "use Linux 5.12 or later");
        }
        sources.copyEarly(mount, options, true);
        Register namespace = namespaces.computeIfAbsent(mapping(mount), this::makeNamespace);
        plan.doing("map the ids of the mount on", mount.destination());
        Struct struct = new Struct(32).u64(0, MOUNT_ATTR_IDMAP);
        Data attr = plan.data().place(struct, "attr{idmap}");
        plan.store(new Data(attr.offset() + 24, "attr.userns_fd"), namespace, 8);
        int flags = AT_EMPTY_PATH | (options.recursiveIdMap() ? AT_RECURSIVE : 0);
        plan.call(
                Syscall.MOUNT_SETATTR,
                sources.take(mount),
                plan.text(""),
                value(flags),
                attr,
                value(32));
    }

    private Mapping mapping(Mount mount) {
        if (!mount.uidMappings().isEmpty()) {
            return new Mapping(mount.uidMappings(), mount.gidMappings());
        }
        var linux = launch.spec().linux();
        if (linux == null || linux.uidMappings().isEmpty()) {
            throw Refusal.invalid(
                    "idmap on " + mount.destination(),
                    "neither the mount nor the container has id mappings");
        }
        return new Mapping(linux.uidMappings(), linux.gidMappings());
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
