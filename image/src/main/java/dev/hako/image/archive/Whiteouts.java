package dev.hako.image.archive;

import dev.hako.failure.Failure;
import dev.hako.kernel.NativePath;
import java.util.Arrays;
import java.util.List;

/// How a layer's archive says that something is not there any more (image-spec layer.md).
final class Whiteouts {
    private static final byte[] PREFIX = {'.', 'w', 'h', '.'};
    private static final NativePath OPAQUE = NativePath.of(".wh..wh..opq");

    private static final NativePath META = NativePath.of(".wh..wh.");

    private Whiteouts() {}

    /// What a name in a layer's archive says.
    sealed interface Mark {
        /// The name of a file.
        record None() implements Mark {}

        /// That nothing of lower layers is in the directory.
        record Opaque() implements Mark {}

        /// That the file of another name is deleted.
        record Deleted(NativePath name) implements Mark {}

        /// Something of aufs's own, which means nothing elsewhere.
        record Ignored() implements Mark {}
    }

    /// @param names of a path
    /// @throws Failure `INVALID` if the name is reserved but says nothing, or is a directory's
    static Mark read(List<NativePath> names) {
        for (NativePath parent : names.subList(0, names.size() - 1)) {
            if (startsWith(parent, META.bytes())) {
                return new Mark.Ignored();
            }
            if (startsWith(parent, PREFIX)) {
                throw Failure.invalid(
                        "\"" + parent + "\" is a mark for a deleted file, and no directory");
            }
        }
        return mark(names.getLast());
    }

    private static Mark mark(NativePath name) {
        if (!startsWith(name, PREFIX)) {
            return new Mark.None();
        }
        if (name.equals(OPAQUE)) {
            return new Mark.Opaque();
        }
        if (startsWith(name, META.bytes())) {
            return new Mark.Ignored();
        }
        byte[] bytes = name.bytes();
        byte[] deleted = Arrays.copyOfRange(bytes, PREFIX.length, bytes.length);
        if (isDots(deleted)) {
            throw Failure.invalid("\"" + name + "\" marks no file as deleted");
        }
        return new Mark.Deleted(NativePath.of(deleted));
    }

    /// Nothing, `.` or `..`.
    private static boolean isDots(byte[] name) {
        for (byte b : name) {
            if (b != '.') {
                return false;
            }
        }
        return name.length <= 2;
    }

    private static boolean startsWith(NativePath name, byte[] prefix) {
        return Arrays.mismatch(name.bytes(), prefix) == prefix.length
                || Arrays.equals(name.bytes(), prefix);
    }

    /// That the file of a path is deleted.
    static Entry of(NativePath deleted, Metadata metadata) {
        byte[] name = deleted.name().bytes();
        byte[] marked = new byte[PREFIX.length + name.length];
        System.arraycopy(PREFIX, 0, marked, 0, PREFIX.length);
        System.arraycopy(name, 0, marked, PREFIX.length, name.length);
        return marker(beside(deleted, NativePath.of(marked)), metadata);
    }

    /// That nothing of lower layers is in a directory.
    static Entry opaque(NativePath directory, Metadata metadata) {
        boolean top = directory.equals(NativePath.of("."));
        return marker(top ? OPAQUE : directory.resolve(OPAQUE), metadata);
    }

    private static NativePath beside(NativePath path, NativePath name) {
        NativePath parent = path.parent();
        return parent.equals(NativePath.of(".")) ? name : parent.resolve(name);
    }

    private static Entry marker(NativePath path, Metadata metadata) {
        return new Entry(path, new Entry.Regular(0), metadata);
    }
}
