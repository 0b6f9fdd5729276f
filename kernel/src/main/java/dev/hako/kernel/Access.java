package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;

/// Asking what this process may do with a file, by its effective ids: faccessat2(2).
public final class Access {
    public static final int F_OK = 0;
    public static final int X_OK = 1;
    public static final int W_OK = 2;
    public static final int R_OK = 4;

    private static final int AT_EACCESS = 0x200;

    private Access() {}

    /// Whether the file exists and all of `mode`, a set of `…_OK`, is allowed.
    public static boolean allowed(Fd dir, NativePath path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            int result = FileCalls.faccessat2(dir.number(), path.in(arena), mode, AT_EACCESS);
            return switch (Errno.of(-result).orElse(Errno.EIO)) {
                case EACCES, EPERM, ENOENT, ENOTDIR, EROFS, ELOOP -> false;
                default -> check(result, "faccessat2", path) == 0;
            };
        }
    }
}
