package dev.hako.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What a file system is told of single files: ioctl_iflags(2), as `chattr` and `lsattr` do.
public final class FileFlags {
    static final int FS_TOPDIR_FL = 0x00020000;
    static final long FS_IOC_GETFLAGS = 0x80086601L;
    static final long FS_IOC_SETFLAGS = 0x40086602L;

    private FileFlags() {}

    /// Says that the directories which will be made in this one have nothing to do with each other:
    /// ext4 places each of them elsewhere on the disk, where there is room.
    ///
    /// @return whether the file system takes that
    public static boolean spread(Fd directory) {
        try (Arena arena = Arena.ofConfined()) {
            // The kernel takes an int, whatever the requests' numbers say.
            MemorySegment flags = arena.allocate(JAVA_INT);
            Ioctl.call(directory, "FS_IOC_GETFLAGS", FS_IOC_GETFLAGS, flags);
            flags.set(JAVA_INT, 0, flags.get(JAVA_INT, 0) | FS_TOPDIR_FL);
            Ioctl.call(directory, "FS_IOC_SETFLAGS", FS_IOC_SETFLAGS, flags);
            return true;
        } catch (KernelException e) {
            if (e.isAny(Errno.ENOTTY, Errno.EOPNOTSUPP, Errno.EINVAL, Errno.EPERM)) {
                return false;
            }
            throw e;
        }
    }
}
