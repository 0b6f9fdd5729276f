package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;

/// Opening files: openat(2) and openat2(2). Every descriptor is opened with `O_CLOEXEC`.
public final class Open {
    public static final int AT_FDCWD = -100;
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int AT_REMOVEDIR = 0x200;
    public static final int AT_SYMLINK_FOLLOW = 0x400;
    public static final int AT_NO_AUTOMOUNT = 0x800;
    public static final int AT_EMPTY_PATH = 0x1000;
    public static final int AT_RECURSIVE = 0x8000;

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_NOCTTY = 0x100;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_PATH = 0x200000;
    public static final int O_DIRECTORY = directory(Arch.host());
    public static final int O_NOFOLLOW = noFollow(Arch.host());
    public static final int O_DIRECT = direct(Arch.host());
    public static final int O_TMPFILE = 0x400000 | O_DIRECTORY;

    public static final int RESOLVE_NO_XDEV = 0x01;
    public static final int RESOLVE_NO_MAGICLINKS = 0x02;
    public static final int RESOLVE_NO_SYMLINKS = 0x04;
    public static final int RESOLVE_BENEATH = 0x08;
    public static final int RESOLVE_IN_ROOT = 0x10;
    public static final int RESOLVE_CACHED = 0x20;

    private Open() {}

    /// `O_DIRECTORY` of a machine: this flag and the next two are not the same on both.
    public static int directory(Arch arch) {
        return arch.choose(0x10000, 0x4000);
    }

    /// `O_NOFOLLOW` of a machine.
    public static int noFollow(Arch arch) {
        return arch.choose(0x20000, 0x8000);
    }

    /// `O_DIRECT` of a machine.
    public static int direct(Arch arch) {
        return arch.choose(0x4000, 0x10000);
    }

    /// Opens a path relative to a directory, trusting everything on the way.
    public static Fd openat(Fd dir, NativePath path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            int fd = FileCalls.openat(dir.number(), path.in(arena), flags | O_CLOEXEC, mode);
            return Fd.own(check(fd, "openat", path));
        }
    }

    /// Opens an existing file relative to a directory.
    public static Fd openat(Fd dir, NativePath path, int flags) {
        return openat(dir, path, flags, 0);
    }

    /// Opens an existing file by an absolute path or one relative to the working directory.
    public static Fd open(String path, int flags) {
        return openat(Fd.CWD, NativePath.of(path), flags, 0);
    }

    /// Opens with rules for the way to the file: `resolve` is a set of `RESOLVE_…`.
    ///
    /// @throws KernelException `EXDEV` if the path leaves what `resolve` allows, `ELOOP` for a
    ///   refused link
    public static Fd openat2(Fd dir, NativePath path, int flags, int mode, int resolve) {
        try (Arena arena = Arena.ofConfined()) {
            OpenHowStruct how = OpenHowStruct.allocate(arena);
            how.flags(flags | O_CLOEXEC);
            how.mode(mode);
            how.resolve(resolve);
            return Fd.own(check(openat2(dir, path, how, arena), "openat2", path));
        }
    }

    /// The kernel answers `EAGAIN` when a rename elsewhere disturbed its look-up, and asks to be
    /// asked again; 128 disturbed look-ups in a row are somebody's attack.
    private static int openat2(Fd dir, NativePath path, OpenHowStruct how, Arena arena) {
        int result = -Errno.EAGAIN.number();
        for (int i = 0; i < 128 && result == -Errno.EAGAIN.number(); i++) {
            result =
                    FileCalls.openat2(
                            dir.number(), path.in(arena), how.segment(), OpenHowStruct.SIZE);
        }
        return result;
    }

    /// Opens an existing file below `dir`; nothing on the way, links included, may lead out of it.
    public static Fd beneath(Fd dir, NativePath path, int flags) {
        return openat2(dir, path, flags, 0, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
    }

    /// Opens an existing file as if `dir` were the root: absolute links and `..` stay inside.
    public static Fd inRoot(Fd dir, NativePath path, int flags) {
        return openat2(dir, path, flags, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
    }
}
