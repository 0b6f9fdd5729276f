package dev.hako.plan;

import static dev.hako.kernel.Errno.EEXIST;
import static dev.hako.kernel.Errno.EPERM;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.MountFlags.*;

import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Namespace;
import dev.hako.plan.Argument.Immediate;
import dev.hako.plan.Argument.Register;
import dev.hako.plan.CgroupLayout.Hierarchy;
import java.util.List;
import java.util.Optional;

/// How a container sees control groups: a mount of type `cgroup` becomes what the machine has.
final class CgroupMounts {
    private static final Immediate NONE = value(0);

    private final PlanBuilder plan;
    private final Trees trees;
    private final boolean ownNamespace;

    CgroupMounts(PlanBuilder plan, Trees trees, Isolation isolation) {
        this.plan = plan;
        this.trees = trees;
        this.ownNamespace = isolation.has(Namespace.Type.CGROUP);
    }

    /// A hierarchy, and the container's directory in it.
    record Controller(Hierarchy hierarchy, String directory) {}

    /// An empty directory where there is nothing to show.
    void none(RootTree root, Mount mount, MountOptions options) {
        String destination = mount.destination();
        plan.call(Syscall.FCHDIR, root.directory(destination));
        mountHere("tmpfs", options.flags(), "mode=755");
        root.covered(destination);
    }

    /// Version 2: the whole hierarchy as the namespace shows it, or the container's part of it
    /// where mounting is not permitted.
    void unified(RootTree root, Mount mount, MountOptions options, String directory) {
        Register target = root.directory(mount.destination());
        plan.call(Syscall.FCHDIR, target);
        Label refused = new Label("cgroup2 refused");
        Label mounted = new Label("cgroup2 mounted");
        mountHere("cgroup2", options.flags(), options.data());
        plan.branch(refused, EPERM);
        plan.jump(mounted);
        plan.place(refused);
        bindHere(directory, options);
        plan.place(mounted);
        root.covered(mount.destination());
    }

    /// Version 1: a tmpfs with one directory for each hierarchy.
    void hierarchies(
            RootTree root,
            Mount mount,
            MountOptions options,
            List<Controller> controllers,
            Optional<String> unified) {
        plan.call(Syscall.FCHDIR, root.directory(mount.destination()));
        int readOnly = options.flags() & MS_RDONLY;
        mountHere("tmpfs", options.flags() & ~MS_RDONLY, "mode=755");
        root.covered(mount.destination());
        for (Controller controller : controllers) {
            hierarchy(root, mount.destination(), options, controller);
        }
        if (unified.isPresent()) {
            enter(root, mount.destination(), "unified");
            show("cgroup2", "", unified.get(), options);
        }
        if (readOnly != 0) {
            enter(root, mount.destination(), "");
            plan.call(
                    Syscall.MOUNT,
                    NONE,
                    plan.text("."),
                    NONE,
                    value(MS_REMOUNT | MS_BIND | options.flags()),
                    NONE);
        }
        root.covered(mount.destination());
    }

    private void hierarchy(
            RootTree root, String destination, MountOptions options, Controller controller) {
        List<String> names = controller.hierarchy.controllers();
        String title = controller.hierarchy.title();
        String directory = title.startsWith("name=") ? title.substring("name=".length()) : title;
        enter(root, destination, directory);
        show("cgroup", title, controller.directory, options);
        if (names.size() > 1) {
            Register parent = root.directory(destination);
            for (String name : names) {
                plan.call(Syscall.SYMLINKAT, plan.text(title), parent, plan.text(name))
                        .tolerate(EEXIST);
            }
        }
    }

    /// Makes a directory of the tmpfs the working directory.
    private void enter(RootTree root, String destination, String name) {
        plan.call(Syscall.FCHDIR, root.directory(destination));
        if (!name.isEmpty()) {
            plan.call(Syscall.MKDIRAT, OpenFlags.AT_FDCWD, plan.text(name), value(0755));
            plan.call(Syscall.CHDIR, plan.text(name));
        }
    }

    /// In a namespace of its own the container sees its group as the root of the hierarchy; without
    /// one it is shown its group and nothing above.
    private void show(String type, String data, String directory, MountOptions options) {
        if (ownNamespace) {
            mountHere(type, options.flags(), data);
        } else {
            bindHere(directory, options);
        }
    }

    private void mountHere(String type, int flags, String data) {
        plan.call(
                Syscall.MOUNT,
                plan.text(type),
                plan.text("."),
                plan.text(type),
                value(flags),
                data.isEmpty() ? NONE : plan.text(data));
    }

    private void bindHere(String directory, MountOptions options) {
        Register tree = trees.copy(directory, false);
        trees.prepare(tree, options);
        plan.call(
                Syscall.MOVE_MOUNT,
                tree,
                plan.text(""),
                OpenFlags.AT_FDCWD,
                plan.text("."),
                value(MOVE_MOUNT_F_EMPTY_PATH));
        trees.finish(tree, options);
        plan.registers().release(tree);
    }
}
