package dev.hako.kernel;

import static dev.hako.kernel.SyscallNumber.*;

import java.lang.foreign.MemorySegment;

/// System calls on mounts, with their own names and argument order. Each answers its value or
/// `-errno`.
final class MountCalls {
    private MountCalls() {}

    static int mount(
            MemorySegment source,
            MemorySegment target,
            MemorySegment type,
            long flags,
            MemorySegment data) {
        return (int)
                Native.syscall(
                        MOUNT,
                        source.address(),
                        target.address(),
                        type.address(),
                        flags,
                        data.address(),
                        0);
    }

    static int umount2(MemorySegment target, int flags) {
        return (int) Native.syscall(UMOUNT2, target.address(), flags);
    }

    static int open_tree(int dirfd, MemorySegment path, int flags) {
        return (int) Native.syscall(OPEN_TREE, dirfd, path.address(), flags);
    }

    static int move_mount(
            int fromDirfd, MemorySegment fromPath, int toDirfd, MemorySegment toPath, int flags) {
        return (int)
                Native.syscall(
                        MOVE_MOUNT,
                        fromDirfd,
                        fromPath.address(),
                        toDirfd,
                        toPath.address(),
                        flags,
                        0);
    }

    static int fsopen(MemorySegment type, int flags) {
        return (int) Native.syscall(FSOPEN, type.address(), flags);
    }

    static int fsconfig(int fd, int command, MemorySegment key, MemorySegment value, int aux) {
        return (int) Native.syscall(FSCONFIG, fd, command, key.address(), value.address(), aux, 0);
    }

    static int fsmount(int fd, int flags, int attributes) {
        return (int) Native.syscall(FSMOUNT, fd, flags, attributes);
    }

    static int mount_setattr(
            int dirfd, MemorySegment path, int flags, MemorySegment attributes, long size) {
        return (int)
                Native.syscall(
                        MOUNT_SETATTR, dirfd, path.address(), flags, attributes.address(), size, 0);
    }
}
