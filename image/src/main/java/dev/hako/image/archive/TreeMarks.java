package dev.hako.image.archive;

import dev.hako.failure.Failure;
import dev.hako.kernel.Device;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.kernel.StatFs;
import dev.hako.kernel.Xattrs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What overlayfs writes into an upper directory besides files: the kernel's
/// Documentation/filesystems/overlayfs.rst, "whiteouts and opaque directories".
///
/// A directory that is on overlayfs itself takes none of its devices. There a deletion is an empty
/// file with an attribute, in a directory that says that it has such: "nesting overlayfs mounts",
/// since Linux 6.7.
///
/// @param namespace of its attributes: `trusted.overlay.`, or `user.overlay.` for one that was
///   mounted in a user namespace
public record TreeMarks(String namespace) {
    private static final String OPAQUE = "opaque";
    private static final String WHITEOUT = "whiteout";

    /// The namespace depends on who mounts.
    public static TreeMarks of(boolean rootless) {
        return new TreeMarks(rootless ? "user.overlay." : "trusted.overlay.");
    }

    /// Whether a file that is no nested one says that the lower one of its name is deleted.
    public static boolean isWhiteout(Stat stat) {
        return isMark(stat.type(), stat.rdev());
    }

    /// Whether an empty file says so, of either namespace.
    ///
    /// @param file open for reading
    public static boolean isNestedWhiteout(Fd file) {
        return Stat.of(file).size() == 0
                && (of(false).has(file, WHITEOUT) || of(true).has(file, WHITEOUT));
    }

    /// Whether a name says so in one way or the other.
    static boolean isWhiteout(Fd parent, NativePath name, Stat stat) {
        if (stat.type() != FileType.REGULAR || stat.size() > 0) {
            return isWhiteout(stat);
        }
        try (Fd file = Open.openat(parent, name, Open.O_RDONLY | Open.O_NOFOLLOW)) {
            return isNestedWhiteout(file);
        }
    }

    static boolean isMark(FileType type, Device device) {
        return type == FileType.CHARACTER_DEVICE && device.equals(Device.NONE);
    }

    /// Whether a directory hides the lower one of its name.
    ///
    /// @param directory open for reading
    public boolean isOpaque(Fd directory) {
        return value(directory, OPAQUE, 'y');
    }

    /// Whether a directory stands for a lower one of another name.
    ///
    /// @param directory open for reading
    public boolean isRedirect(Fd directory) {
        return has(directory, "redirect");
    }

    /// Says that a directory hides the lower one of its name.
    ///
    /// @param directory open for reading
    void makeOpaque(Fd directory) {
        set(directory, OPAQUE, 'y');
    }

    /// Says that the lower file of a name is deleted. In a user namespace, too, anybody may make
    /// this one device, since Linux 5.8.
    ///
    /// @param parent open for reading
    void makeWhiteout(Fd parent, NativePath name) {
        try {
            Names.mknodat(parent, name, FileType.CHARACTER_DEVICE, 0, Device.NONE);
        } catch (KernelException e) {
            if (!e.is(Errno.EPERM) || StatFs.of(parent).type() != StatFs.OVERLAYFS_SUPER_MAGIC) {
                throw e;
            }
            makeNestedWhiteout(parent, name);
        }
    }

    private void makeNestedWhiteout(Fd parent, NativePath name) {
        int made = Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL;
        try (Fd file = Open.openat(parent, name, made, 0600)) {
            set(file, WHITEOUT, 'y');
            if (!isOpaque(parent)) {
                set(parent, OPAQUE, 'x');
            }
        }
    }

    private void set(Fd file, String attribute, char value) {
        try {
            Xattrs.set(file, NativePath.of(namespace + attribute), new byte[] {(byte) value}, 0);
        } catch (KernelException e) {
            if (e.isAny(Errno.EOPNOTSUPP, Errno.EPERM)) {
                throw Failure.of(
                                Failure.Kind.UNSUPPORTED,
                                "the file system takes no marks for deleted files: "
                                        + e.getMessage(),
                                e)
                        .hint(
                                "let HAKO_ROOT be on another one, such as a volume; on overlayfs"
                                        + " itself it takes Linux 6.7");
            }
            throw e;
        }
    }

    private boolean has(Fd file, String name) {
        try {
            return Xattrs.get(file, NativePath.of(namespace + name)).isPresent();
        } catch (KernelException e) {
            return e.is(Errno.ERANGE);
        }
    }

    private boolean value(Fd file, String name, char wanted) {
        byte[] expected = {(byte) wanted};
        return Xattrs.get(file, NativePath.of(namespace + name))
                .filter(value -> Arrays.equals(value, expected))
                .isPresent();
    }

    /// Whether an attribute is overlayfs's own, of either namespace.
    public static boolean isOwn(NativePath xattr) {
        String name = new String(xattr.bytes(), StandardCharsets.ISO_8859_1);
        return name.startsWith("user.overlay.") || name.startsWith("trusted.overlay.");
    }
}
