package dev.hako.isolation.namespace;

import dev.hako.isolation.SharedParts;
import dev.hako.isolation.monitor.LauncherProcess;
import dev.hako.isolation.monitor.StartDescriptors;
import dev.hako.isolation.monitor.StartFailure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Mounts;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.StatFs;
import dev.hako.launcher.wire.Frame;
import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.Plan;
import dev.hako.plan.PlanHost;
import dev.hako.plan.SandboxLaunch;
import dev.hako.plan.SandboxPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The namespaces that a pod's containers share, held by mounts on files in the pod's directory.
///
/// No process holds them, so the end of an engine does not end them. The mounts of an ordinary
/// user's engine live in its mount namespace, which lasts as long as a process is in it: every
/// monitor is, and the next engine joins it there. Where no container runs the namespaces may be
/// gone, and with them nothing that somebody uses: [#prepare] makes them anew.
///
/// Who makes or removes them holds the lock in the directory, and so does the launcher that works
/// for him: an engine that is killed meanwhile leaves nobody who could mount later.
final class SharedNamespaces {
    private static final String LOCK = "lock";
    private static final String SHM = "/dev/shm";
    private static final int PRIVATE = 0600;

    private final SharedParts parts;

    SharedNamespaces(SharedParts parts) {
        this.parts = parts;
    }

    /// Makes them unless they are all there.
    ///
    /// @param host asked for only then: it makes control groups
    void prepare(Supplier<PlanHost> host, EventLoop loop) {
        if (held().isEmpty() || isReady()) {
            return;
        }
        try (Fd lock = lock()) {
            if (!isReady()) {
                make(SandboxPlan.compile(launch(host.get())), lock, loop);
            }
        }
    }

    private SandboxLaunch launch(PlanHost host) {
        return new SandboxLaunch(
                host,
                parts.directory().toString(),
                parts.namespaces(),
                parts.hostname(),
                parts.sysctl(),
                parts.shmBytes(),
                parts.users());
    }

    private static void make(Plan plan, Fd lock, EventLoop loop) {
        try (var descriptors = new StartDescriptors()) {
            descriptors.borrow(lock);
            try (var launcher = LauncherProcess.spawn(plan, descriptors, loop)) {
                Optional<Frame.Failed> failed = launcher.awaitDone();
                if (failed.isPresent()) {
                    throw new StartFailure(plan, failed.get()).step();
                }
            }
        }
    }

    private Fd lock() {
        Fd file = Open.openat(Fd.CWD, path(LOCK), Open.O_RDWR | Open.O_CREAT, PRIVATE);
        try {
            Flock.exclusive(file);
            return file;
        } catch (KernelException e) {
            file.close();
            throw e;
        }
    }

    private boolean isReady() {
        for (Namespace.Type type : held()) {
            if (!isNamespace(path(SandboxPlan.file(type)))) {
                return false;
            }
        }
        return true;
    }

    private List<Namespace.Type> held() {
        return SandboxPlan.HOLDABLE.stream().filter(this::shares).toList();
    }

    private static boolean isNamespace(NativePath path) {
        try (Fd file = Open.openat(Fd.CWD, path, Open.O_PATH)) {
            return StatFs.of(file).type() == StatFs.NSFS_MAGIC;
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    /// Lets go of them. What is not there is fine.
    void remove() {
        if (!Files.isDirectory(parts.directory())) {
            return;
        }
        try (Fd _ = lock()) {
            for (Namespace.Type type : SandboxPlan.HOLDABLE) {
                unmount(path(SandboxPlan.file(type)));
            }
            unmount(path(SandboxPlan.SHM));
        }
    }

    private static void unmount(NativePath path) {
        try {
            Mounts.umount(path, Mounts.MNT_DETACH | Mounts.UMOUNT_NOFOLLOW);
        } catch (KernelException e) {
            // EINVAL: nothing is mounted there.
            if (!e.isAny(Errno.EINVAL, Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /// The spec of one of the pod's containers: it joins what is shared, which is the pod's to name
    /// and to set.
    Spec adapt(Spec spec) {
        Linux linux = Objects.requireNonNullElse(spec.linux(), Linux.NONE);
        List<Namespace> namespaces = new ArrayList<>(linux.namespaces());
        namespaces.removeIf(namespace -> shares(namespace.type()));
        for (Namespace.Type type : held()) {
            namespaces.add(new Namespace(type, path(SandboxPlan.file(type)).toString()));
        }
        Map<String, String> sysctl = new TreeMap<>(linux.sysctl());
        sysctl.keySet().removeIf(name -> name.startsWith("net") && shares(Namespace.Type.NETWORK));
        List<IdMapping> ids = parts.users().map(List::of).orElse(List.of());
        Linux joined =
                linux.with(l ->
                        l.namespaces(namespaces)
                                .sysctl(sysctl)
                                .uidMappings(ids.isEmpty() ? linux.uidMappings() : ids)
                                .gidMappings(ids.isEmpty() ? linux.gidMappings() : ids));
        String hostname = shares(Namespace.Type.UTS) ? null : spec.hostname();
        return spec.with(s -> s.linux(joined).mounts(mounts(spec.mounts())).hostname(hostname));
    }

    private boolean shares(Namespace.Type type) {
        return type == Namespace.Type.USER
                ? parts.users().isPresent()
                : parts.namespaces().contains(type);
    }

    private List<Mount> mounts(List<Mount> mounts) {
        return shares(Namespace.Type.IPC) ? mounts.stream().map(this::sharing).toList() : mounts;
    }

    private Mount sharing(Mount mount) {
        boolean own = mount.destination().equals(SHM) && SandboxPlan.SHM.equals(mount.source());
        Path shared = parts.directory().resolve(SandboxPlan.SHM);
        return own
                ? Mount.of(SHM, "bind", shared.toString(), "bind", "nosuid", "noexec", "nodev")
                : mount;
    }

    private NativePath path(String name) {
        return NativePath.of(parts.directory().resolve(name).toString());
    }
}
