package dev.hako.image.archive;

import dev.hako.kernel.Device;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Stat;
import dev.hako.kernel.Xattrs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What overlayfs writes into an upper directory besides files: the kernel's
/// Documentation/filesystems/overlayfs.rst, "whiteouts and opaque directories".
///
/// @param namespace of its attributes: `trusted.overlay.`, or `user.overlay.` for one that was
///   mounted in a user namespace
public record TreeMarks(String namespace) {
    /// The namespace depends on who mounts.
    public static TreeMarks of(boolean rootless) {
        return new TreeMarks(rootless ? "user.overlay." : "trusted.overlay.");
    }

    /// Whether a file says that the lower one of its name is deleted.
    public static boolean isWhiteout(Stat stat) {
        return isMark(stat.type(), stat.rdev());
    }

    static boolean isMark(FileType type, Device device) {
        return type == FileType.CHARACTER_DEVICE && device.equals(Device.NONE);
    }

    /// Whether a directory hides the lower one of its name.
    ///
    /// @param directory open for reading
    public boolean isOpaque(Fd directory) {
        return value(directory, "opaque", 'y');
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
        Xattrs.set(directory, NativePath.of(namespace + "opaque"), new byte[] {'y'}, 0);
    }

    /// Says that the lower file of a name is deleted. In a user namespace, too, anybody may make
    /// this one device, since Linux 5.8.
    static void makeWhiteout(Fd parent, NativePath name) {
        Names.mknodat(parent, name, FileType.CHARACTER_DEVICE, 0, Device.NONE);
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
    static boolean isOwn(NativePath xattr) {
        String name = new String(xattr.bytes(), StandardCharsets.ISO_8859_1);
        return name.startsWith("user.overlay.") || name.startsWith("trusted.overlay.");
    }
}
