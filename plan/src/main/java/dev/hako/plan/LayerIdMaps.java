package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.oci.runtime.Namespace;
import dev.hako.plan.Argument.Register;
import dev.hako.plan.RootFilesystem.Bind;
import dev.hako.plan.RootFilesystem.Overlay;
import dev.hako.plan.RootFilesystem.RootMount;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Layers that belong to the container's users: their files keep, on disk, the owners they have
/// inside, so that containers whose ids differ share them.
///
/// The kernel maps the ids of mounts, not of an overlay. So a process with mounts of its own covers
/// the directories of the layers with id-mapped copies of themselves, and makes the overlay of what
/// it then finds at the same paths. The overlay outlives it, since it holds what it was made of.
///
/// What overlayfs does to its upper directory it does as who has mounted it, and there the
/// machine's root has no id. So the process mounts with the ids of the container's root, and the
/// capabilities of the engine.
final class LayerIdMaps {
    private static final int PR_SET_SECUREBITS = 28;
    private static final int SECBIT_NO_SETUID_FIXUP = 4;
    private static final int UNCHANGED = -1;

    private final PlanBuilder plan;
    private final Trees trees;
    private final MountIdMaps maps;

    LayerIdMaps(PlanBuilder plan, Trees trees, MountIdMaps maps) {
        this.plan = plan;
        this.trees = trees;
        this.maps = maps;
    }

    /// A part of the root, mapped.
    ///
    /// @param maker makes it unmapped
    Register make(RootMount mount, Supplier<Register> maker) {
        String object = "root of id-mapped layers";
        MountIdMaps.Mapping mapping = maps.ofContainer(object);
        Register users = maps.namespace(mapping, object);
        return switch (mount) {
            case Overlay overlay -> aside(overlay, users, () -> asRoot(mapping, overlay, maker));
            case Bind bind -> directly(bind, users, maker);
        };
    }

    /// A part of the machine may lie on a file system that maps no ids. What it shows then belongs
    /// to nobody, and can still be read and run.
    private Register directly(Bind bind, Register users, Supplier<Register> maker) {
        Register tree = maker.get();
        plan.doing("map the ids of", bind.source());
        maps.set(tree, users, false);
        if (bind.readOnly()) {
            plan.tolerate(dev.hako.kernel.Errno.EINVAL);
        }
        return tree;
    }

    private Register asRoot(
            MountIdMaps.Mapping mapping, Overlay overlay, Supplier<Register> maker) {
        plan.doing("take the ids of the container's root for", overlay.target());
        plan.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP);
        long gid = MountIdMaps.hostId(mapping.gids(), 0);
        long uid = MountIdMaps.hostId(mapping.uids(), 0);
        plan.call(Syscall.SETRESGID, value(UNCHANGED), value(gid), value(UNCHANGED));
        plan.call(Syscall.SETRESUID, value(UNCHANGED), value(uid), value(UNCHANGED));
        return maker.get();
    }

    private Register aside(Overlay overlay, Register users, Supplier<Register> maker) {
        plan.doing("make a process that mounts the layers of", overlay.target());
        SocketPair sockets = SocketPair.open(plan);
        Label there = new Label("mounting helper");
        Label here = new Label("layers mounted");
        int flags = Isolation.flag(Namespace.Type.MOUNT);
        Cloning process = Cloning.into(plan, flags, Register.NONE, there);
        plan.jump(here);
        plan.place(there);
        ProcessSetup.dieWithLauncher(plan);
        plan.doing("make all mounts private", "");
        trees.makeAllPrivate();
        covered(overlay).forEach(directory -> cover(directory, users));
        Register made = maker.get();
        plan.doing("hand over the layers of", overlay.target());
        plan.add(new Action.SendFd(sockets.child(), made));
        plan.add(new Action.End(0));
        plan.place(here);
        plan.registers().release(made);
        plan.add(new Action.ReceiveFd(sockets.launcher(), LauncherSteps.WAIT_MILLIS));
        Register tree = plan.into("tree");
        List.of(process.pid(), process.pidfd(), sockets.child(), sockets.launcher())
                .forEach(plan.registers()::release);
        return tree;
    }

    /// Covers a directory with itself, its ids mapped.
    private void cover(String directory, Register users) {
        plan.doing("map the ids of", directory);
        Register tree = trees.copy(directory, false);
        maps.set(tree, users, false);
        int flags = O_PATH | O_CLOEXEC | OpenFlags.directory(plan.arch());
        plan.call(Syscall.OPENAT, AT_FDCWD, plan.text(directory), value(flags));
        Register place = plan.into("place");
        trees.attach(tree, place);
        plan.registers().release(place);
        plan.registers().release(tree);
    }

    /// The fewest directories that all others of an overlay lie in. The two of its writable side
    /// must be on one mount, so theirs is the one above both.
    private static List<String> covered(Overlay overlay) {
        List<String> directories = new ArrayList<>(2);
        directories.add(
                overlay.lower().size() == 1 ? overlay.lowerPaths().getFirst() : overlay.base());
        overlay.upper()
                .ifPresent(upper -> {
                    String above = RootTree.parent(upper.directory());
                    if (!above.equals(RootTree.parent(upper.work()))) {
                        throw Refusal.invalid(
                                upper.directory(),
                                "its work directory must be in the same directory");
                    }
                    if (!above.startsWith(directories.getFirst() + "/")
                            && !above.equals(directories.getFirst())) {
                        directories.add(above);
                    }
                });
        return directories;
    }
}
