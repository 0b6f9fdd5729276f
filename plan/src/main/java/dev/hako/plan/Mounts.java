package dev.hako.plan;

import static dev.hako.kernel.Errno.ENOTDIR;
import static dev.hako.plan.Argument.value;
import static dev.hako.plan.MountFlags.*;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Namespace;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Immediate;
import dev.hako.plan.Argument.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The mounts of the specification, in its order.
final class Mounts {
    private static final Immediate NONE = value(0);

    private final PlanBuilder plan;
    private final Trees trees;
    private final Sources sources;
    private final IdMappedMounts idMapped;
    private final Cgroups cgroups;
    private final List<Sorted> sorted;

    /// A mount and its options. Where POSIX's shared memory is, which belongs to IPC as System V's
    /// does.
    private static final String SHM = "/dev/shm";

    private final Optional<Integer> peer;
    private final boolean inOrder;
    private final MountLabel label;

    private record Sorted(Mount mount, MountOptions options) {}

    Mounts(
            ContainerLaunch launch,
            PlanBuilder plan,
            Trees trees,
            Sources sources,
            IdMappedMounts idMapped,
            Cgroups cgroups,
            Isolation isolation) {
        this.plan = plan;
        this.trees = trees;
        this.sources = sources;
        this.cgroups = cgroups;
        this.idMapped = idMapped;
        this.sorted = new ArrayList<>(launch.spec().mounts().size());
        this.peer = Optional.ofNullable(launch.processes().get(Namespace.Type.IPC));
        Linux linux = Objects.requireNonNullElse(launch.spec().linux(), Linux.NONE);
        this.label = MountLabel.of(launch.host(), linux.mountLabel());
        this.inOrder = !isolation.inUserNamespace() && isolation.isFresh(Namespace.Type.MOUNT);
        for (Mount mount : launch.spec().mounts()) {
            sorted.add(sort(substituted(mount, isolation)));
        }
    }

    /// Some file systems of the kernel can only be mounted by who owns the namespace they show. In
    /// a user namespace that has no such namespace of its own, the host's mount is shown instead.
    private Mount substituted(Mount mount, Isolation isolation) {
        if (peer.isPresent() && isShm(mount) && "tmpfs".equals(mount.type())) {
            return Mount.of(SHM, "bind", SHM, "bind", "nosuid", "noexec", "nodev");
        }
        if (!isolation.inUserNamespace() || mount.type() == null) {
            return mount;
        }
        return switch (mount.type()) {
            case "sysfs" -> unlessOwn(mount, "/sys", isolation.owns(Namespace.Type.NETWORK));
            case "mqueue" -> unlessOwn(mount, "/dev/mqueue", isolation.owns(Namespace.Type.IPC));
            case "proc" -> unlessOwn(mount, "/proc", isolation.owns(Namespace.Type.PID));
            default -> mount;
        };
    }

    private static boolean isShm(Mount mount) {
        return mount.destination().equals(SHM);
    }

    private static Mount unlessOwn(Mount mount, String hostPath, boolean own) {
        if (own) {
            return mount;
        }
        List<String> options = new ArrayList<>(mount.options());
        options.add("rbind");
        options.add("rslave");
        return new Mount(mount.destination(), "bind", hostPath, options, List.of(), List.of());
    }

    private Sorted sort(Mount mount) {
        MountOptions options = MountOptions.of(mount);
        KernelMounts.check(mount, options, sources.path(mount));
        refuseUnsupported(mount, options);
        if (options.bind() && !options.data().isEmpty()) {
            plan.note(
                    "options of the mount on "
                            + mount.destination()
                            + " are left out, for a bind mount has its source's: "
                            + options.data());
        }
        return new Sorted(mount, label.on(mount.type(), options));
    }

    private static void refuseUnsupported(Mount mount, MountOptions options) {
        String object = "mount on " + mount.destination();
        if ((options.flags() & MS_REMOUNT) != 0) {
            throw Refusal.invalid(object, "a new mount cannot be a remount");
        }
        if (!options.bind() && options.idMap()) {
            throw Refusal.feature(
                    object, "only bind mounts can be id-mapped", "bind a directory with idmap");
        }
        if (options.copyUp() && !"tmpfs".equals(mount.type())) {
            throw Refusal.invalid(object, "tmpcopyup is for tmpfs");
        }
        if (!options.bind() && !options.recursiveAttributes().isEmpty()) {
            throw Refusal.invalid(object, "recursive options are for bind mounts");
        }
    }

    /// The launcher's part.
    ///
    /// @param all whether the container's process may reach no source, or must not
    void openEarly(boolean all) {
        for (Sorted entry : sorted) {
            Mount mount = entry.mount;
            if (entry.options.bind()) {
                if (peer.isPresent() && isShm(mount) && SHM.equals(mount.source())) {
                    sources.copyOfPeer(mount, peer.get());
                } else if (idMapped.isWanted(mount, entry.options)) {
                    idMapped.copyEarly(mount, entry.options);
                } else {
                    sources.copyEarly(mount, entry.options, all);
                }
            }
        }
    }

    /// Whether the specification puts this type of file system, or a bind mount, on a directory.
    ///
    /// @param destination relative to the root
    boolean has(String destination, String type) {
        for (Sorted entry : sorted) {
            boolean same =
                    type.equals("bind")
                            ? entry.options.bind()
                            : !entry.options.bind() && type.equals(entry.mount.type());
            if (same && RootTree.relative(entry.mount.destination()).equals(destination)) {
                return true;
            }
        }
        return false;
    }

    /// Makes them all.
    void make(RootTree root) {
        for (Sorted entry : sorted) {
            Mount mount = entry.mount;
            if (entry.options.bind()) {
                bind(root, mount, entry.options);
            } else if (entry.options.copyUp()) {
                new CopyUp(plan, trees).mount(root, mount, entry.options);
            } else {
                fileSystem(root, mount, entry.options);
            }
        }
    }

    private void fileSystem(RootTree root, Mount mount, MountOptions options) {
        String type = mount.type() == null ? "none" : mount.type();
        plan.doing("mount " + type + " on", mount.destination());
        if (type.equals("cgroup") || type.equals("cgroup2")) {
            cgroups.mount(root, mount, options);
        } else {
            mountAt(root, mount.destination(), mount.source(), type, options);
        }
        propagate(root, mount.destination(), options);
    }

    /// mount(2) on a directory in the root: its target is the working directory, so that no path is
    /// walked a second time.
    private void mountAt(
            RootTree root,
            String destination,
            @org.jspecify.annotations.Nullable String source,
            String type,
            MountOptions options) {
        plan.call(Syscall.FCHDIR, root.directory(destination));
        plan.call(
                Syscall.MOUNT,
                plan.text(source == null ? type : source),
                plan.text("."),
                plan.text(type),
                value(options.flags()),
                options.data().isEmpty() ? NONE : plan.text(options.data()));
        root.covered(destination);
    }

    private void propagate(RootTree root, String destination, MountOptions options) {
        for (int propagation : options.propagation()) {
            plan.call(Syscall.FCHDIR, root.directory(destination));
            plan.call(Syscall.MOUNT, NONE, plan.text("."), NONE, value(propagation), NONE);
        }
    }

    private void bind(RootTree root, Mount mount, MountOptions options) {
        plan.doing("bind on", mount.destination());
        Register tree = sources.copy(mount, options);
        trees.prepare(tree, options);
        Register target = bindTarget(root, mount.destination(), tree);
        trees.attach(tree, target);
        trees.finish(tree, options);
        if (inOrder && sources.holds(mount)) {
            trees.renew(tree, target);
        }
        plan.registers().release(target);
        plan.registers().release(tree);
        root.covered(mount.destination());
    }

    /// The file or directory to bind on. What is missing is made after the source's kind, which
    /// only shows when the plan runs: opening the source's `.` fails if it is a file.
    private Register bindTarget(RootTree root, String destination, Register tree) {
        String relative = RootTree.relative(destination);
        Label missing = new Label("missing " + destination);
        Label file = new Label("file " + destination);
        Label made = new Label("made " + destination);
        Label found = new Label("found " + destination);
        Register target = root.existing(destination, missing);
        plan.jump(found);
        plan.place(missing);
        Register parent = root.directoryOnce(RootTree.parent(relative));
        int directory = O_PATH | O_CLOEXEC | OpenFlags.directory(plan.arch());
        plan.call(Syscall.OPENAT, tree, plan.text("."), value(directory)).branch(file, ENOTDIR);
        Data name = plan.text(RootTree.name(relative));
        plan.call(Syscall.MKDIRAT, parent, name, value(0755));
        plan.jump(made);
        plan.place(file);
        root.createFile(relative, parent);
        plan.place(made);
        root.openAt(relative, O_PATH).into(target);
        root.release(parent);
        plan.place(found);
        return target;
    }
}
