package dev.hako.kernel;

/// What a file is: the `S_IFMT` part of its mode, and the `DT_…` of a directory entry.
public enum FileType {
    FIFO(1),
    CHARACTER_DEVICE(2),
    DIRECTORY(4),
    BLOCK_DEVICE(6),
    REGULAR(8),
    SYMBOLIC_LINK(10),
    SOCKET(12),
    /// The file system does not say, or it is something no file has.
    UNKNOWN(0);

    private static final int S_IFMT_SHIFT = 12;

    private final int dt;

    FileType(int dt) {
        this.dt = dt;
    }

    /// The type in a mode.
    public static FileType ofMode(int mode) {
        return ofDirectoryEntry((mode >> S_IFMT_SHIFT) & 0xf);
    }

    static FileType ofDirectoryEntry(int dt) {
        for (FileType type : values()) {
            if (type.dt == dt) {
                return type;
            }
        }
        return UNKNOWN;
    }

    /// The `S_IF…` bits for mknodat(2).
    public int modeBits() {
        return dt << S_IFMT_SHIFT;
    }
}
