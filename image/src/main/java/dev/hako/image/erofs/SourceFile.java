package dev.hako.image.erofs;

import dev.hako.image.archive.TreeMarks;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.kernel.Xattrs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A file of the tree, as it shall be in the image.
///
/// @param type that of the file, or a character device's for what stands for a deleted one
/// @param attributes encoded
record SourceFile(Stat stat, FileType type, byte[] attributes) {
    /// What overlayfs has as root's, whoever's overlays the tree is for.
    private static final String KEPT_OPAQUE = TreeMarks.of(false).namespace() + "opaque";

    private static final byte[] YES = {'y'};
    private static final String LABEL = "security.";
    private static final String CAPABILITY = "security.capability";

    /// Looks at a name. What the kernel's security modules have written there is this machine's own
    /// and stays here; file capabilities are the image's.
    ///
    /// @param marks that the tree has
    static SourceFile look(Fd parent, NativePath name, TreeMarks marks) {
        Stat stat = Stat.at(parent, name, Open.AT_SYMLINK_NOFOLLOW);
        Map<String, byte[]> kept = new TreeMap<>();
        boolean deleted = false;
        for (NativePath attribute : names(parent, name)) {
            String text = new String(attribute.bytes(), StandardCharsets.ISO_8859_1);
            if (TreeMarks.isOwn(attribute)) {
                deleted |= stat.size() == 0 && text.endsWith(".whiteout");
                if (text.equals(marks.namespace() + "opaque") && isYes(parent, name, attribute)) {
                    kept.put(KEPT_OPAQUE, YES);
                }
            } else if (InlineAttributes.isKept(text)
                    && (!text.startsWith(LABEL) || text.equals(CAPABILITY))) {
                Xattrs.getAt(parent, name, attribute).ifPresent(value -> kept.put(text, value));
            }
        }
        return deleted && stat.type() == FileType.REGULAR
                ? new SourceFile(stat, FileType.CHARACTER_DEVICE, new byte[0])
                : new SourceFile(stat, stat.type(), InlineAttributes.encode(kept));
    }

    /// Any other value says that a directory has marks of another kind, which are replaced.
    private static boolean isYes(Fd parent, NativePath name, NativePath attribute) {
        return Xattrs.getAt(parent, name, attribute)
                .filter(value -> value.length == 1 && value[0] == 'y')
                .isPresent();
    }

    private static Iterable<NativePath> names(Fd parent, NativePath name) {
        try {
            return Xattrs.listAt(parent, name);
        } catch (KernelException e) {
            if (e.is(Errno.EOPNOTSUPP)) {
                return List.of();
            }
            throw e;
        }
    }
}
