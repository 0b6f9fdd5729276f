package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.MountFlags.MNT_DETACH;
import static dev.hako.plan.OpenFlags.AT_FDCWD;
import static dev.hako.plan.OpenFlags.O_CLOEXEC;
import static dev.hako.plan.OpenFlags.O_PATH;

import dev.hako.kernel.Errno;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.Argument.Register;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// Where the root of a container hangs whose mount namespace is not its own: a directory that
/// nobody else has, for others see what is mounted there, and it has to be taken away again.
///
/// The container's processes have it as their root by chroot(2), with what the specification mounts
/// in it. Removing the directory takes away what hangs there in any other namespace that is joined.
///
/// @param path of the host
record SharedPlace(String path) {
    private static final String PARENT = "/run/hako-roots";
    private static final int UMOUNT_NOFOLLOW = 8;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int PRIVATE_MODE = 0700;

    /// None for a container whose mount namespace is made for it, nor for one that joins another's
    /// and mounts nothing: it has the root that it finds there. Two containers of one id have
    /// different bundles.
    static Optional<SharedPlace> of(ContainerLaunch launch, Isolation isolation) {
        if (isolation.isFresh(Namespace.Type.MOUNT) || isFound(launch.spec(), isolation)) {
            return Optional.empty();
        }
        String container = launch.id() + "\0" + launch.bundle();
        UUID name = UUID.nameUUIDFromBytes(container.getBytes(StandardCharsets.UTF_8));
        return Optional.of(new SharedPlace(PARENT + "/" + name));
    }

    /// Whether a container has the root that it finds in a namespace.
    static boolean isFound(Spec spec, Isolation isolation) {
        return isolation.isJoined(Namespace.Type.MOUNT) && spec.mounts().isEmpty();
    }

    /// The launcher's part.
    void make(PlanBuilder plan) {
        plan.doing("make a place for the root", path);
        makeDirectory(plan, PARENT).tolerate(Errno.EEXIST);
        makeDirectory(plan, path);
    }

    private static PlanBuilder makeDirectory(PlanBuilder plan, String path) {
        return plan.call(Syscall.MKDIRAT, AT_FDCWD, plan.text(path), value(PRIVATE_MODE));
    }

    /// Hangs a tree there, as the container's process sees it.
    void hang(PlanBuilder plan, Trees trees, Register tree) {
        plan.doing("attach the root file system on", path);
        int flags = O_PATH | O_CLOEXEC | OpenFlags.directory(plan.arch());
        plan.call(Syscall.OPENAT, AT_FDCWD, plan.text(path), value(flags));
        Register place = plan.into("place");
        trees.attach(tree, place);
        plan.registers().release(place);
    }

    /// As a clean-up: what is not there any more is no failure.
    void remove(PlanBuilder plan) {
        plan.doing("take away the place of the root", path);
        plan.call(Syscall.UMOUNT2, plan.text(path), value(MNT_DETACH | UMOUNT_NOFOLLOW))
                .tolerate(Errno.EINVAL, Errno.ENOENT);
        plan.call(Syscall.UNLINKAT, AT_FDCWD, plan.text(path), value(AT_REMOVEDIR))
                .tolerate(Errno.ENOENT);
    }
}
