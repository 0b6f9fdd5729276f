package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;

/// Files without a name, in memory, that can be sealed: memfd_create(2).
public final class Memfd {
    public static final int F_SEAL_SEAL = 1;
    public static final int F_SEAL_SHRINK = 2;
    public static final int F_SEAL_GROW = 4;
    public static final int F_SEAL_WRITE = 8;

    /// No content, length or further seal of the file can change any more.
    public static final int ALL_SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

    static final int MFD_CLOEXEC = 1;
    static final int MFD_ALLOW_SEALING = 2;
    static final int MFD_EXEC = 16;

    private Memfd() {}

    /// Makes an empty file. The name shows in `/proc/PID/fd` only.
    public static Fd create(String name) {
        try (Arena arena = Arena.ofConfined()) {
            int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
            var cName = NativePath.of(name).in(arena);
            // Kernels before 6.3 do not know the flag, and their files are always executable.
            int fd = FileCalls.memfd_create(cName, flags | MFD_EXEC);
            if (fd == -Errno.EINVAL.number()) {
                fd = FileCalls.memfd_create(cName, flags);
            }
            return Fd.own(check(fd, "memfd_create", name));
        }
    }

    /// Makes a file that holds `content`, at position 0, and can never change.
    public static Fd sealed(String name, byte[] content) {
        Fd fd = create(name);
        try {
            fd.writeAll(content);
            fd.seek(0, 0);
            addSeals(fd, ALL_SEALS);
            return fd;
        } catch (KernelException e) {
            fd.close();
            throw e;
        }
    }

    /// Forbids kinds of change for good; `seals` is a set of `F_SEAL_…`.
    public static void addSeals(Fd fd, int seals) {
        check(FileCalls.fcntl(fd.number(), Fcntl.F_ADD_SEALS, seals), "fcntl", fd);
    }

    /// The kinds of change that are forbidden.
    public static int seals(Fd fd) {
        return check(FileCalls.fcntl(fd.number(), Fcntl.F_GET_SEALS, 0), "fcntl", fd);
    }
}
