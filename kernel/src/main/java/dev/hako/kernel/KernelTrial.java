package dev.hako.kernel;

import static dev.hako.kernel.SyscallNumber.CLONE3;
import static dev.hako.kernel.SyscallNumber.FSCONFIG;
import static dev.hako.kernel.SyscallNumber.FSOPEN;
import static dev.hako.kernel.SyscallNumber.MOUNT_SETATTR;
import static dev.hako.kernel.SyscallNumber.OPENAT2;
import static dev.hako.kernel.SyscallNumber.OPEN_TREE;
import static dev.hako.kernel.SyscallNumber.PIDFD_OPEN;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Which newer calls this kernel has, found by making them in a way that cannot succeed: a call
/// that exists complains of its arguments.
public final class KernelTrial {
    private static final int FSOPEN_CLOEXEC = 1;
    private static final int FSCONFIG_SET_STRING = 1;
    private static final long CLONE_INTO_CGROUP = 0x200000000L;

    /// Spares the kernel a copy of this JVM's memory before it sees that the call cannot succeed.
    private static final long CLONE_VM = 0x100;

    /// `struct clone_args` up to its field `cgroup` (CLONE_ARGS_SIZE_VER2).
    private static final int CLONE_ARGS = 88;

    private static final int FLAGS_FIELD = 0;
    private static final int CGROUP_FIELD = 80;
    private static final int NO_FD = Integer.MAX_VALUE;

    private KernelTrial() {}

    /// clone3(2), Linux 5.3.
    public static boolean clone3() {
        return exists(Native.syscall(CLONE3, 0, 0));
    }

    /// clone3 with `CLONE_INTO_CGROUP`, Linux 5.7: it then looks for the cgroup's descriptor.
    public static boolean cloneIntoCgroup() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment args = arena.allocate(CLONE_ARGS, 8);
            args.set(JAVA_LONG, FLAGS_FIELD, CLONE_INTO_CGROUP | CLONE_VM);
            args.set(JAVA_LONG, CGROUP_FIELD, NO_FD);
            return Native.syscall(CLONE3, args.address(), CLONE_ARGS) == -Errno.EBADF.number();
        }
    }

    /// openat2(2), Linux 5.6.
    public static boolean openat2() {
        return exists(Native.syscall(OPENAT2, NO_FD, 0, 0, 0));
    }

    /// open_tree(2), Linux 5.2.
    public static boolean openTree() {
        return exists(Native.syscall(OPEN_TREE, NO_FD, 0, -1));
    }

    /// mount_setattr(2) with its id-mapped mounts, Linux 5.12.
    public static boolean mountSetattr() {
        return exists(Native.syscall(MOUNT_SETATTR, NO_FD, 0, -1, 0));
    }

    /// pidfd_open(2), Linux 5.3.
    public static boolean pidfd() {
        return exists(Native.syscall(PIDFD_OPEN, -1, 0));
    }

    /// Whether this process may mount overlayfs by fsopen(2).
    public static boolean overlay() {
        try (Arena arena = Arena.ofConfined()) {
            int fd = overlay(arena);
            if (fd < 0) {
                return false;
            }
            FileCalls.close(fd);
            return true;
        }
    }

    /// The option `lowerdir+` of overlayfs, Linux 6.7.
    public static boolean overlayLowerAppend() {
        try (Arena arena = Arena.ofConfined()) {
            int fd = overlay(arena);
            if (fd < 0) {
                return false;
            }
            long result =
                    Native.syscall(
                            FSCONFIG,
                            fd,
                            FSCONFIG_SET_STRING,
                            NativePath.of("lowerdir+").in(arena).address(),
                            NativePath.of("/").in(arena).address(),
                            0,
                            0);
            FileCalls.close(fd);
            return result == 0;
        }
    }

    private static int overlay(Arena arena) {
        MemorySegment name = NativePath.of("overlay").in(arena);
        return (int) Native.syscall(FSOPEN, name.address(), FSOPEN_CLOEXEC);
    }

    private static boolean exists(long result) {
        return result != -Errno.ENOSYS.number();
    }
}
