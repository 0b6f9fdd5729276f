package dev.hako.engine.files;

import dev.hako.kernel.DetachedMount;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.MountAttributes;
import dev.hako.kernel.Mounts;
import dev.hako.kernel.Names;
import dev.hako.kernel.Namespace;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.OverlayMount;
import dev.hako.kernel.Stat;
import dev.hako.oci.runtime.Mount;
import dev.hako.plan.RootFilesystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The root of a container that does not run, mounted for one thread alone: in a mount namespace of
/// its own, which is gone when the thread is, however it ends.
///
/// The host's directories that the container has are there too; file systems that begin empty with
/// each run are not.
public final class PrivateRoot implements AutoCloseable {
    private static final NativePath SELF = NativePath.empty();

    private final NativePath mountPoint;
    private final DetachedMount root;

    private PrivateRoot(NativePath mountPoint, DetachedMount root) {
        this.mountPoint = mountPoint;
        this.root = root;
    }

    /// Mounts it. The calling thread, a platform thread, leaves its mount namespace for good.
    ///
    /// @param over a directory that nobody needs to see in this thread
    /// @param readOnly whether nothing may be changed
    public static PrivateRoot mount(
            Path over, RootFilesystem files, List<Mount> binds, boolean readOnly) {
        leave();
        List<Placed> placed = new ArrayList<>();
        try {
            files.mounts().forEach(mount -> placed.add(open(mount)));
            return attach(over, placed, binds, readOnly);
        } finally {
            placed.stream().skip(1).forEach(mount -> mount.tree.close());
        }
    }

    /// The same of a root that is there; it is this one's from now on.
    public static PrivateRoot mount(
            Path over, DetachedMount root, List<Mount> binds, boolean readOnly) {
        leave();
        List<Placed> placed = new ArrayList<>();
        placed.add(new Placed("/", root));
        try {
            return attach(over, placed, binds, readOnly);
        } finally {
            placed.stream().skip(1).forEach(mount -> mount.tree.close());
        }
    }

    private static void leave() {
        Namespace.unshare(Namespace.MOUNT.cloneFlag());
        Mounts.propagation(NativePath.of("/"), Mounts.MS_REC | Mounts.MS_PRIVATE);
    }

    private static PrivateRoot attach(
            Path over, List<Placed> placed, List<Mount> binds, boolean readOnly) {
        binds.forEach(mount -> bind(mount).ifPresent(placed::add));
        return attach(NativePath.of(over.toString()), placed, readOnly);
    }

    private record Placed(String target, DetachedMount tree) {}

    private static PrivateRoot attach(NativePath over, List<Placed> placed, boolean readOnly) {
        DetachedMount root = placed.getFirst().tree;
        PrivateRoot mounted = new PrivateRoot(over, root);
        try {
            root.attach(Fd.CWD, over);
            placed.stream().skip(1).forEach(mount -> mounted.attach(mount));
            if (readOnly) {
                root.change(MountAttributes.set(MountAttributes.MOUNT_ATTR_RDONLY), false);
            }
            return mounted;
        } catch (RuntimeException e) {
            mounted.close();
            throw e;
        }
    }

    private static Placed open(RootFilesystem.RootMount mount) {
        DetachedMount tree =
                switch (mount) {
                    case RootFilesystem.Bind bind -> {
                        DetachedMount copy = cloneOf(bind.source());
                        if (bind.readOnly()) {
                            copy.change(
                                    MountAttributes.set(MountAttributes.MOUNT_ATTR_RDONLY), false);
                        }
                        yield copy;
                    }
                    case RootFilesystem.Overlay overlay -> overlay(overlay).mount();
                };
        return new Placed(mount.target(), tree);
    }

    private static DetachedMount cloneOf(String source) {
        return DetachedMount.cloneOf(Fd.CWD, NativePath.of(source), true);
    }

    private static OverlayMount overlay(RootFilesystem.Overlay overlay) {
        List<OverlayMount.Option> options = new ArrayList<>();
        overlay.upper()
                .ifPresent(upper -> {
                    options.add(new OverlayMount.Directory("upperdir", upper.directory()));
                    options.add(new OverlayMount.Directory("workdir", upper.work()));
                });
        if (overlay.userxattr()) {
            options.add(new OverlayMount.Flag("userxattr"));
        }
        return new OverlayMount(overlay.lowerPaths(), options);
    }

    /// Nothing for what is no bind mount, or binds a file that the next run will make.
    private static Optional<Placed> bind(Mount mount) {
        List<String> options = mount.options();
        if (!options.contains("bind") && !options.contains("rbind") || isKernels(mount)) {
            return Optional.empty();
        }
        try {
            DetachedMount copy = cloneOf(String.valueOf(mount.source()));
            if (options.contains("ro")) {
                copy.change(MountAttributes.set(MountAttributes.MOUNT_ATTR_RDONLY), false);
            }
            return Optional.of(new Placed(mount.destination(), copy));
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isKernels(Mount mount) {
        return Set.of("/proc", "/dev", "/sys").contains("/" + mount.destination().split("/", 3)[1]);
    }

    private void attach(Placed mount) {
        NativePath target = NativePath.of(mount.target);
        boolean directory = Stat.of(mount.tree.fd()).isDirectory();
        try (Fd place = placeFor(target, directory)) {
            mount.tree.attach(place, SELF);
        }
    }

    /// The place to mount on, made as a start would make it.
    private Fd placeFor(NativePath target, boolean directory) {
        try {
            return Open.inRoot(root.fd(), target, Open.O_PATH);
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT) || target.name().isEmpty()) {
                throw e;
            }
        }
        try (Fd parent = placeFor(target.parent(), true)) {
            if (directory) {
                Names.mkdirat(parent, target.name(), 0755);
            } else {
                Open.openat(parent, target.name(), Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL, 0644)
                        .close();
            }
        }
        return Open.inRoot(root.fd(), target, Open.O_PATH);
    }

    /// Its root directory.
    public Fd fd() {
        return root.fd();
    }

    /// Takes it away, at once, so that the container can be started.
    @Override
    public void close() {
        root.close();
        try {
            Mounts.umount(mountPoint, Mounts.MNT_DETACH);
        } catch (KernelException e) {
            if (!e.is(Errno.EINVAL)) {
                throw e;
            }
        }
    }
}
