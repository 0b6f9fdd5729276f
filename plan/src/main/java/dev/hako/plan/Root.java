package dev.hako.plan;

import static dev.hako.kernel.Errno.EEXIST;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.MountFlags.*;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Immediate;
import dev.hako.plan.Argument.Register;
import dev.hako.plan.MountOptions.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The container's root: assembled, hung over the process's old root, and pivoted into.
final class Root {
    private static final Immediate NONE = value(0);

    /// fsconfig(2) takes strings of at most so many bytes, the last zero included.
    private static final int FSCONFIG_VALUE = 256;

    private final ContainerLaunch launch;
    private final PlanBuilder plan;
    private final Trees trees;
    private final Sources sources;
    private final LayerIdMaps mapped;
    private final Optional<SharedPlace> place;

    /// @param place where it hangs, if not over the process's old root
    Root(
            ContainerLaunch launch,
            PlanBuilder plan,
            Trees trees,
            Sources sources,
            MountIdMaps maps,
            Optional<SharedPlace> place) {
        this.place = place;
        this.mapped = new LayerIdMaps(plan, trees, maps);
        this.launch = launch;
        this.plan = plan;
        this.trees = trees;
        this.sources = sources;
    }

    /// The launcher's part for a container in a user namespace, which may neither mount an overlay
    /// of directories it cannot reach nor own what the overlay writes, and for one in a mount
    /// namespace of others, where the same paths may be other files.
    void makeEarly() {
        place.ifPresent(shared -> shared.make(plan));
        for (RootFilesystem.RootMount mount : launch.root().mounts()) {
            Register tree =
                    launch.root().idMapped()
                            ? mapped.make(mount, () -> makeAside(mount))
                            : makeDetached(mount);
            trees.isolate(tree);
            sources.hold(mount, tree);
        }
        plan.call(Syscall.CHDIR, plan.text("/"));
    }

    private Register makeDetached(RootFilesystem.RootMount mount) {
        if (mount instanceof RootFilesystem.Overlay overlay && !fitsFsconfig(overlay)) {
            throw Refusal.feature(
                    "overlay with so many layers in a user namespace",
                    "this kernel takes the lower directories of a detached overlay only as one"
                            + " string of 255 bytes",
                    "use Linux 6.7 or later, or an image with fewer layers");
        }
        return make(mount);
    }

    /// In a process that may mount over its root, since it soon ends.
    private Register makeAside(RootFilesystem.RootMount mount) {
        if (mount instanceof RootFilesystem.Overlay overlay && !fitsFsconfig(overlay)) {
            mountOverlay(overlay, "/");
            return trees.copy("/..", false);
        }
        return make(mount);
    }

    /// Hangs the root over the old one, and what belongs inside it into it.
    RootTree assemble() {
        List<RootFilesystem.RootMount> mounts = launch.root().mounts();
        RootTree tree = new RootTree(plan, hangRoot(mounts.getFirst()));
        for (RootFilesystem.RootMount mount : mounts.subList(1, mounts.size())) {
            hang(tree, mount);
        }
        launch.root().ensured().forEach(entry -> ensure(tree, entry));
        return tree;
    }

    private Register hangRoot(RootFilesystem.RootMount mount) {
        if (place.isPresent()) {
            Register tree = taken(mount);
            place.get().hang(plan, trees, tree);
            return tree;
        }
        plan.doing("make all mounts private", "");
        trees.makeAllPrivate();
        return hangOverOld(mount);
    }

    private Register hangOverOld(RootFilesystem.RootMount mount) {
        if (mount instanceof RootFilesystem.Overlay overlay && !canDetach(overlay)) {
            return mountOverRoot(overlay);
        }
        Register tree = taken(mount);
        plan.doing("attach the root file system", "");
        trees.attachOverRoot(tree);
        return tree;
    }

    /// A mount over the root is reached by `/..`: the way up from the root leads to what covers it.
    private Register mountOverRoot(RootFilesystem.Overlay overlay) {
        mountOverlay(overlay, "/");
        int flags = O_PATH | O_CLOEXEC | OpenFlags.directory(plan.arch());
        plan.call(Syscall.OPENAT, AT_FDCWD, plan.text("/.."), value(flags));
        return plan.into("root");
    }

    private void hang(RootTree tree, RootFilesystem.RootMount mount) {
        plan.doing("attach the layer of", mount.target());
        Register target = tree.directory(mount.target());
        if (mount instanceof RootFilesystem.Overlay overlay && !canDetach(overlay)) {
            throw Refusal.feature(
                    "overlay on \"" + overlay.target() + "\" with so many layers",
                    "this kernel takes its lower directories only as one string of 255 bytes",
                    "use Linux 6.7 or later");
        }
        Register made = taken(mount);
        trees.attach(made, target);
        plan.registers().release(made);
        tree.covered(mount.target());
    }

    private boolean canDetach(RootFilesystem.Overlay overlay) {
        return sources.holds(overlay) || fitsFsconfig(overlay);
    }

    private Register taken(RootFilesystem.RootMount mount) {
        return sources.holds(mount) ? sources.take(mount) : make(mount);
    }

    private Register make(RootFilesystem.RootMount mount) {
        return switch (mount) {
            case RootFilesystem.Overlay overlay -> makeOverlay(overlay);
            case RootFilesystem.Bind bind -> copyBind(bind);
        };
    }

    private Register copyBind(RootFilesystem.Bind bind) {
        plan.doing("open the root directory", bind.source());
        Register tree = trees.copy(bind.source(), true);
        if (bind.readOnly()) {
            trees.set(tree, new Attributes(MOUNT_ATTR_RDONLY, 0), false);
        }
        return tree;
    }

    private Register makeOverlay(RootFilesystem.Overlay overlay) {
        enterBase(overlay);
        List<String[]> settings = new ArrayList<>(overlay.lower().size() + 4);
        if (launch.host().kernel().overlayLowerAppend()) {
            overlay.lower().forEach(lower -> settings.add(new String[] {"lowerdir+", lower}));
        } else {
            settings.add(new String[] {"lowerdir", lowerList(overlay)});
        }
        overlay.upper()
                .ifPresent(upper -> {
                    settings.add(new String[] {"upperdir", upper.directory()});
                    settings.add(new String[] {"workdir", upper.work()});
                });
        flags(overlay).forEach(flag -> settings.add(new String[] {flag}));
        return trees.make("overlay", settings, 0);
    }

    private void enterBase(RootFilesystem.Overlay overlay) {
        plan.doing("enter the directory of layers", overlay.base());
        plan.call(Syscall.CHDIR, plan.text(overlay.base()));
        plan.doing("mount overlay on", overlay.target());
    }

    private static List<String> flags(RootFilesystem.Overlay overlay) {
        List<String> flags = new ArrayList<>(2);
        if (overlay.userxattr()) {
            flags.add("userxattr");
        }
        if (overlay.upper().isPresent() && overlay.upper().get().isVolatile()) {
            flags.add("volatile");
        }
        return flags;
    }

    private static String lowerList(RootFilesystem.Overlay overlay) {
        return String.join(":", overlay.lower());
    }

    private boolean fitsFsconfig(RootFilesystem.Overlay overlay) {
        return launch.host().kernel().overlayLowerAppend()
                || lowerList(overlay).length() < FSCONFIG_VALUE;
    }

    /// By mount(2), whose options have 4 KiB.
    private void mountOverlay(RootFilesystem.Overlay overlay, String at) {
        enterBase(overlay);
        StringBuilder options = new StringBuilder("lowerdir=").append(lowerList(overlay));
        overlay.upper()
                .ifPresent(upper ->
                        options.append(",upperdir=")
                                .append(upper.directory())
                                .append(",workdir=")
                                .append(upper.work()));
        flags(overlay).forEach(flag -> options.append(',').append(flag));
        Data type = plan.text("overlay");
        plan.call(Syscall.MOUNT, type, plan.text(at), type, NONE, plan.text(options.toString()));
    }

    private void ensure(RootTree tree, RootFilesystem.Entry entry) {
        plan.doing("make", entry.path());
        String relative = RootTree.relative(entry.path());
        Register parent = tree.directory(RootTree.parent(relative));
        Data name = plan.text(RootTree.name(relative));
        switch (entry) {
            case RootFilesystem.Directory directory ->
                    plan.call(Syscall.MKDIRAT, parent, name, value(directory.mode()));
            case RootFilesystem.Link link ->
                    plan.call(Syscall.SYMLINKAT, plan.text(link.target()), parent, name);
        }
        plan.tolerate(EEXIST);
    }

    /// Makes the assembled root the process's root.
    void enter(RootTree tree) {
        if (place.isEmpty() && launch.options().has(LaunchOptions.Habit.PIVOT_ROOT)) {
            pivot(tree);
            return;
        }
        plan.doing("enter the root file system by chroot", "");
        plan.call(Syscall.FCHDIR, tree.root());
        plan.call(Syscall.CHROOT, plan.text("."));
        plan.call(Syscall.CHDIR, plan.text("/"));
    }

    /// Lets go of the old root with all it had.
    private void pivot(RootTree tree) {
        int flags = O_PATH | O_CLOEXEC | OpenFlags.directory(plan.arch());
        plan.doing("pivot into the root file system", "");
        plan.call(Syscall.OPENAT, AT_FDCWD, plan.text("/"), value(flags));
        Register old = plan.into("old");
        plan.call(Syscall.FCHDIR, tree.root());
        plan.call(Syscall.PIVOT_ROOT, plan.text("."), plan.text("."));
        plan.call(Syscall.FCHDIR, old);
        plan.call(Syscall.UMOUNT2, plan.text("."), value(MNT_DETACH));
        plan.call(Syscall.CHDIR, plan.text("/"));
        plan.registers().release(old);
    }

    /// The root's last attributes, once nothing is made in it any more.
    void finish(RootTree tree, boolean readOnly, int propagation) {
        if (propagation != 0) {
            plan.doing("set the propagation of", "/");
            plan.call(Syscall.MOUNT, NONE, plan.text("/"), NONE, value(propagation), NONE);
        }
        if (readOnly) {
            plan.doing("make read-only", "/");
            if (launch.host().kernel().mountSetattr()) {
                trees.set(tree.root(), new Attributes(MOUNT_ATTR_RDONLY, 0), false);
            } else {
                int flags = MS_REMOUNT | MS_BIND | MS_RDONLY;
                plan.call(Syscall.MOUNT, NONE, plan.text("/"), NONE, value(flags), NONE);
            }
        }
    }
}
