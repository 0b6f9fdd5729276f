package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Making, moving and removing names in directories: the `…at` calls of section 2.
///
/// None of them follows a link in the last component; all of them follow links before it, so
/// hostile trees are walked with descriptors of [Open#beneath] and single names.
public final class Names {
    public static final int RENAME_NOREPLACE = 1;
    public static final int RENAME_EXCHANGE = 2;
    public static final int RENAME_WHITEOUT = 4;

    private static final int PATH_MAX = 4096;

    private Names() {}

    /// Makes a directory; the process's umask applies to `mode`.
    public static void mkdirat(Fd dir, NativePath path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            check(FileCalls.mkdirat(dir.number(), path.in(arena), mode), "mkdirat", path);
        }
    }

    /// Makes a directory if nothing has its name; the process's umask applies to `mode`.
    ///
    /// @return whether it was made now
    public static boolean makeMissing(Fd dir, NativePath path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            int result = FileCalls.mkdirat(dir.number(), path.in(arena), mode);
            if (result == -Errno.EEXIST.number()) {
                return false;
            }
            check(result, "mkdirat", path);
            return true;
        }
    }

    /// Makes a file, FIFO, socket or device node; the process's umask applies.
    public static void mknodat(Fd dir, NativePath path, FileType type, int mode, Device device) {
        try (Arena arena = Arena.ofConfined()) {
            int bits = type.modeBits() | mode;
            check(
                    FileCalls.mknodat(dir.number(), path.in(arena), bits, device.devT()),
                    "mknodat",
                    path);
        }
    }

    /// Removes a name that is not a directory.
    public static void unlinkat(Fd dir, NativePath path) {
        remove(dir, path, 0);
    }

    /// Removes an empty directory.
    public static void rmdirat(Fd dir, NativePath path) {
        remove(dir, path, Open.AT_REMOVEDIR);
    }

    private static void remove(Fd dir, NativePath path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            String call = flags == 0 ? "unlinkat" : "rmdir";
            check(FileCalls.unlinkat(dir.number(), path.in(arena), flags), call, path);
        }
    }

    /// Renames, replacing what has the new name.
    public static void renameat(Fd oldDir, NativePath oldPath, Fd newDir, NativePath newPath) {
        renameat2(oldDir, oldPath, newDir, newPath, 0);
    }

    /// Renames by the rules of `flags`, a set of `RENAME_…`.
    public static void renameat2(
            Fd oldDir, NativePath oldPath, Fd newDir, NativePath newPath, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    FileCalls.renameat2(
                            oldDir.number(),
                            oldPath.in(arena),
                            newDir.number(),
                            newPath.in(arena),
                            flags);
            check(result, "renameat2", newPath);
        }
    }

    /// Gives a file a second name.
    public static void linkat(Fd oldDir, NativePath oldPath, Fd newDir, NativePath newPath) {
        link(oldDir, oldPath, newDir, newPath, 0);
    }

    /// Gives the file behind a descriptor a name, for example one made with `O_TMPFILE`.
    public static void linkFd(Fd file, Fd newDir, NativePath newPath) {
        link(Fd.CWD, file.procPath(), newDir, newPath, Open.AT_SYMLINK_FOLLOW);
    }

    private static void link(
            Fd oldDir, NativePath oldPath, Fd newDir, NativePath newPath, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    FileCalls.linkat(
                            oldDir.number(),
                            oldPath.in(arena),
                            newDir.number(),
                            newPath.in(arena),
                            flags);
            check(result, "linkat", newPath);
        }
    }

    /// Makes a symbolic link holding `target` as it is.
    public static void symlinkat(NativePath target, Fd dir, NativePath path) {
        try (Arena arena = Arena.ofConfined()) {
            check(
                    FileCalls.symlinkat(target.in(arena), dir.number(), path.in(arena)),
                    "symlinkat",
                    path);
        }
    }

    /// What a symbolic link holds; an empty path reads the link an `O_PATH` descriptor is open on.
    public static NativePath readlinkat(Fd dir, NativePath path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(PATH_MAX);
            int length =
                    check(
                            FileCalls.readlinkat(dir.number(), path.in(arena), target, PATH_MAX),
                            "readlinkat",
                            path);
            return NativePath.of(target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        }
    }
}
