package dev.hako.plan;

import static dev.hako.plan.MountFlags.*;

import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Namespace;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Register;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What bind mounts show: copies of the host's mounts.
///
/// Most are copied by the container's process in its own mount namespace. The launcher does it
/// instead, before there is a process, where that process could not: in a user namespace it may not
/// reach the source, in a mount namespace of others its copy would stay tied to theirs, and a mount
/// that shall stay tied to the host's must be copied where those are. So must what a descriptor
/// names, which is a mount of the engine's namespace.
final class Sources {
    /// So many registers are left for everything else; beyond that, descriptors wait in the data.
    private static final int RESERVE = 40;

    /// What another process holds open, by its descriptor.
    private static final Pattern OPEN = Pattern.compile("/proc/\\d+/fd/\\d+");

    private final ContainerLaunch launch;
    private final PlanBuilder plan;
    private final Trees trees;
    private final Map<Object, Held> held = new HashMap<>();

    Sources(ContainerLaunch launch, PlanBuilder plan, Trees trees) {
        this.launch = launch;
        this.plan = plan;
        this.trees = trees;
    }

    /// A descriptor kept over the clone, in a register or in the data.
    private sealed interface Held {
        record InRegister(Register register) implements Held {}

        record InData(Data slot) implements Held {}
    }

    /// Where a bind mount's source is on the host.
    String path(Mount mount) {
        String source = mount.source() == null ? "" : mount.source();
        return source.startsWith("/") ? source : launch.bundle() + "/" + source;
    }

    /// The launcher's part.
    ///
    /// @param all whether the container's process copies none
    void copyEarly(Mount mount, MountOptions options, boolean all) {
        boolean tied = options.propagation().stream().anyMatch(Sources::isTied);
        boolean open = OPEN.matcher(path(mount)).matches();
        if (all || tied || open) {
            plan.doing("open the source of the mount on", mount.destination());
            Register tree = trees.copy(path(mount), options.recursive());
            boolean untied = open && options.propagation().contains(MS_PRIVATE | MS_REC);
            if (!tied && !untied) {
                trees.isolate(tree);
            }
            hold(mount, tree);
        }
    }

    /// The launcher's part for what another container has mounted at the same place: a process goes
    /// there and hands over a copy. A link at the place is not followed, but whatever else the
    /// other has put there is its own to share.
    ///
    /// @param pidfd of a process in the other container
    void copyOfPeer(Mount mount, int pidfd) {
        String place = mount.destination();
        plan.doing("open a mount of another container", place);
        SocketPair sockets = SocketPair.open(plan);
        Label there = new Label("there");
        Label here = new Label("here");
        Cloning process = Cloning.into(plan, 0, Register.NONE, there);
        plan.jump(here);
        plan.place(there);
        ProcessSetup.hide(plan);
        plan.doing("open a mount of another container", place);
        plan.call(
                Syscall.SETNS,
                Argument.value(pidfd),
                Argument.value(Isolation.flag(Namespace.Type.MOUNT)));
        int flags = OPEN_TREE_CLONE | OpenFlags.O_CLOEXEC | OpenFlags.AT_SYMLINK_NOFOLLOW;
        Data path = plan.text(place);
        plan.call(Syscall.OPEN_TREE, OpenFlags.AT_FDCWD, path, Argument.value(flags));
        Register copy = plan.into("copy");
        plan.add(new Action.SendFd(sockets.child(), copy));
        plan.add(new Action.End(0));
        plan.place(here);
        plan.add(new Action.ReceiveFd(sockets.launcher(), LauncherSteps.WAIT_MILLIS));
        Register tree = plan.into("tree");
        trees.isolate(tree);
        for (Register used :
                List.of(
                        copy,
                        process.pid(),
                        process.pidfd(),
                        sockets.child(),
                        sockets.launcher())) {
            plan.registers().release(used);
        }
        hold(mount, tree);
    }

    private static boolean isTied(int propagation) {
        return (propagation & (MS_SHARED | MS_SLAVE)) != 0;
    }

    /// Keeps a descriptor of the launcher for the container's process.
    void hold(Object key, Register fd) {
        if (plan.registers().isShort(RESERVE)) {
            Data slot = plan.data().place(new Struct(Long.BYTES), "held");
            plan.store(slot, fd, Long.BYTES);
            plan.registers().release(fd);
            held.put(key, new Held.InData(slot));
        } else {
            held.put(key, new Held.InRegister(fd));
        }
    }

    boolean holds(Object key) {
        return held.containsKey(key);
    }

    /// The descriptor that was kept.
    Register take(Object key) {
        return switch (held.get(key)) {
            case Held.InRegister(Register register) -> register;
            case Held.InData(Data slot) -> plan.load(slot, Long.BYTES).into("tree");
            case null -> throw new IllegalStateException("nothing is held for " + key);
        };
    }

    /// The copy for a mount, made now unless the launcher made it.
    Register copy(Mount mount, MountOptions options) {
        return holds(mount) ? take(mount) : trees.copy(path(mount), options.recursive());
    }
}
