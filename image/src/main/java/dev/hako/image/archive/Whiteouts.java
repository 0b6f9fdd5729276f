package dev.hako.image.archive;

import dev.hako.kernel.NativePath;

/// How a layer's archive says that something is not there any more (image-spec layer.md).
final class Whiteouts {
    private static final byte[] PREFIX = {'.', 'w', 'h', '.'};
    private static final NativePath OPAQUE = NativePath.of(".wh..wh..opq");

    private Whiteouts() {}

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
