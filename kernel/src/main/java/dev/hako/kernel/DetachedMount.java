package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;

/// A mount, or a tree of them, that is in no mount namespace: open_tree(2), move_mount(2), Linux
/// 5.2. It disappears when it is closed without having been attached.
public final class DetachedMount implements AutoCloseable {
    static final int OPEN_TREE_CLONE = 1;
    static final int OPEN_TREE_CLOEXEC = Open.O_CLOEXEC;
    static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
    static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;

    private final Fd fd;

    DetachedMount(Fd fd) {
        this.fd = fd;
    }

    /// Takes a mount descriptor received from elsewhere.
    public static DetachedMount of(Fd fd) {
        return new DetachedMount(fd);
    }

    /// A second view of a file or directory, with the mounts below it if `recursive`.
    public static DetachedMount cloneOf(Fd dir, NativePath path, boolean recursive) {
        int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC;
        flags |= recursive ? Open.AT_RECURSIVE : 0;
        flags |= path.isEmpty() ? Open.AT_EMPTY_PATH : 0;
        try (Arena arena = Arena.ofConfined()) {
            int fd = MountCalls.open_tree(dir.number(), path.in(arena), flags);
            return new DetachedMount(Fd.own(check(fd, "open_tree", path.isEmpty() ? dir : path)));
        }
    }

    /// The root of the mount: usable as a directory for the `…at` calls, and to be sent to other
    /// processes.
    public Fd fd() {
        return fd;
    }

    /// Changes attributes of the mount, and of all below it if `recursive`.
    public void change(MountAttributes attributes, boolean recursive) {
        attributes.apply(fd, NativePath.empty(), recursive);
    }

    /// Puts it over a path; an empty path puts it over the file `dir` itself is open on. Afterwards
    /// closing it no longer takes it away.
    public void attach(Fd dir, NativePath path) {
        int flags = MOVE_MOUNT_F_EMPTY_PATH | (path.isEmpty() ? MOVE_MOUNT_T_EMPTY_PATH : 0);
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    MountCalls.move_mount(
                            fd.number(),
                            NativePath.empty().in(arena),
                            dir.number(),
                            path.in(arena),
                            flags);
            check(result, "move_mount", path.isEmpty() ? dir : path);
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
