package dev.hako.plan;

import dev.hako.kernel.Arch;
import dev.hako.plan.Argument.Data;
import dev.hako.plan.Argument.Immediate;

/// Constants of `fcntl.h` and `openat2.h` for the machine a plan is for, which need not be the one
/// the compiler runs on.
final class OpenFlags {
    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_TRUNC = 0x200;
    static final int O_EXCL = 0x80;
    static final int O_NOCTTY = 0x100;
    static final int O_CLOEXEC = 0x80000;
    static final int O_PATH = 0x200000;

    static final int RESOLVE_NO_MAGICLINKS = 0x02;
    static final int RESOLVE_NO_SYMLINKS = 0x04;
    static final int RESOLVE_IN_ROOT = 0x10;

    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_EMPTY_PATH = 0x1000;
    static final int AT_RECURSIVE = 0x8000;

    /// The working directory, where a call takes a directory.
    static final Immediate AT_FDCWD = new Immediate(-100);

    static final Immediate OPEN_HOW_SIZE = Argument.value(24);

    private OpenFlags() {}

    static int directory(Arch arch) {
        return arch == Arch.X86_64 ? 0x10000 : 0x4000;
    }

    static int noFollow(Arch arch) {
        return arch == Arch.X86_64 ? 0x20000 : 0x8000;
    }

    /// `struct open_how`, always with `O_CLOEXEC`.
    static Data how(DataSection data, int flags, int mode, int resolve) {
        How how = new How(flags | O_CLOEXEC, mode, resolve);
        return data.constant(how, how::struct);
    }

    private record How(int flags, int mode, int resolve) {
        Struct struct() {
            return new Struct(24).u64(0, flags).u64(8, mode).u64(16, resolve);
        }

        @Override
        public String toString() {
            return "how{flags=0x"
                    + Integer.toHexString(flags)
                    + (mode == 0 ? "" : " mode=0" + Integer.toOctalString(mode))
                    + " resolve=0x"
                    + Integer.toHexString(resolve)
                    + "}";
        }
    }
}
