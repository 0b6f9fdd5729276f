package dev.hako.image.erofs;

import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A directory's content: in each block first the entries (`struct erofs_dirent`), then their
/// names, all in the order of the names' bytes, by which the kernel searches.
final class DirectoryContent {
    private static final NativePath SELF = NativePath.of(".");
    private static final NativePath PARENT = NativePath.of("..");
    private static final int DIRENT = 12;

    private final List<NativePath> names;

    /// Where each block begins, in names; the end besides.
    private final List<Integer> starts = new ArrayList<>();

    private final long size;

    /// An inode that a directory names.
    record Target(long nid, FileType type) {}

    /// @param names of all entries, sorted, with those of this and of the upper directory
    private DirectoryContent(List<NativePath> names) {
        this.names = names;
        int used = ImageFile.BLOCK;
        for (int i = 0; i < names.size(); i++) {
            int needed = DIRENT + names.get(i).length();
            if (used + needed > ImageFile.BLOCK) {
                starts.add(i);
                used = 0;
            }
            used += needed;
        }
        this.size = (starts.size() - 1L) * ImageFile.BLOCK + used;
        starts.add(names.size());
    }

    /// @param children the names of what is in it
    static DirectoryContent of(List<NativePath> children) {
        List<NativePath> names = new ArrayList<>(children);
        names.add(SELF);
        names.add(PARENT);
        names.sort(null);
        return new DirectoryContent(names);
    }

    /// In bytes; known before what the names are for.
    long size() {
        return size;
    }

    /// Who finds what the names are for.
    interface Targets {
        Target of(NativePath name);
    }

    /// Writes it block by block.
    interface BlockSink {
        /// Takes the next one.
        ///
        /// @param index of the block
        /// @param bytes a whole block, or as many as the last one has
        void put(int index, byte[] bytes);
    }

    void write(Targets targets, BlockSink out) {
        for (int block = 0; block < starts.size() - 1; block++) {
            boolean last = block == starts.size() - 2;
            long used = last ? size - (long) block * ImageFile.BLOCK : ImageFile.BLOCK;
            out.put(block, encode(block, (int) used, targets));
        }
    }

    private byte[] encode(int block, int length, Targets targets) {
        List<NativePath> part = names.subList(starts.get(block), starts.get(block + 1));
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        int nameAt = part.size() * DIRENT;
        for (int i = 0; i < part.size(); i++) {
            byte[] name = part.get(i).bytes();
            Target target = targets.of(part.get(i));
            out.position(i * DIRENT);
            out.putLong(target.nid).putShort((short) nameAt).put((byte) number(target.type));
            out.put(nameAt, name);
            nameAt += name.length;
        }
        return out.array();
    }

    /// `EROFS_FT_…`.
    private static int number(FileType type) {
        return switch (type) {
            case UNKNOWN -> 0;
            case REGULAR -> 1;
            case DIRECTORY -> 2;
            case CHARACTER_DEVICE -> 3;
            case BLOCK_DEVICE -> 4;
            case FIFO -> 5;
            case SOCKET -> 6;
            case SYMBOLIC_LINK -> 7;
        };
    }
}
