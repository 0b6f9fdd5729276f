package dev.hako.image.erofs;

import dev.hako.failure.Failure;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.TreeMarks;
import dev.hako.image.erofs.DirectoryContent.Target;
import dev.hako.kernel.Device;
import dev.hako.kernel.Directory;
import dev.hako.kernel.DirectoryEntry;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Writes a tree as an EROFS image: owners, permissions, times, extended attributes, devices, links
/// and second names as they are.
///
/// The tree is one of the store's, which nobody changes. Files of a directory are beside each
/// other, with those of directories below behind them.
public final class ErofsWriter {
    private static final int MAX_DEPTH = 1000;

    /// Its own name and that in the directory above; each directory below has another for it.
    private static final int LINKS_OF_EMPTY = 2;

    private static final int READ = Open.O_RDONLY | Open.O_NOFOLLOW | Open.O_NONBLOCK;
    private static final NativePath SELF = NativePath.of(".");
    private static final NativePath PARENT = NativePath.of("..");

    private final ImageFile image;
    private final InodeArea inodes;
    private final TreeMarks marks;
    private final Map<Identity, Target> linked = new HashMap<>();
    private long count;

    private record Identity(Device device, long ino) {}

    private ErofsWriter(ImageFile image, TreeMarks marks) {
        this.image = image;
        this.inodes = new InodeArea(image);
        this.marks = marks;
    }

    /// Writes an image.
    ///
    /// @param tree a directory, open for reading
    /// @param marks that overlayfs has in it; in the image they are those of root's overlays
    /// @param file empty, open for reading and writing
    /// @throws Failure naming the file that cannot be read or kept; `CANCELLED` if interrupted
    public static void write(Fd tree, TreeMarks marks, Fd file) {
        try (ImageFile image = new ImageFile(file)) {
            new ErofsWriter(image, marks).write(tree);
        }
    }

    private void write(Fd tree) {
        image.allocate(1);
        SourceFile top = look(tree, SELF, new Place(SELF, 0));
        Target root = directory(tree, top, new Place(SELF, 0), Optional.empty());
        inodes.flush();
        image.finish();
        byte[] superblock = new Superblock((int) root.nid(), count, image.blocks()).encode();
        image.put(Superblock.OFFSET, superblock, superblock.length);
    }

    /// Where the walk is.
    private record Place(NativePath path, int depth) {
        private Place below(NativePath name) {
            return new Place(depth == 0 ? name : path.resolve(name), depth + 1);
        }
    }

    private SourceFile look(Fd parent, NativePath name, Place place) {
        EntrySink.checkInterrupt();
        try {
            return SourceFile.look(parent, name, marks);
        } catch (Failure e) {
            throw e.during("cannot put \"" + place.below(name).path + "\" on a disk");
        }
    }

    /// @param parent nothing for the root, which is its own
    private Target directory(Fd self, SourceFile file, Place place, Optional<Target> parent) {
        if (place.depth > MAX_DEPTH) {
            throw Failure.of(
                    Failure.Kind.EXHAUSTED,
                    "\"" + place.path + "\" is more than " + MAX_DEPTH + " directories deep");
        }
        List<NativePath> names = sortedNames(self);
        DirectoryContent content = DirectoryContent.of(names);
        Placement placement = allocate(file, content.size());
        Target here = new Target(placement.nid(), FileType.DIRECTORY);
        Map<NativePath, Target> targets = new HashMap<>();
        targets.put(SELF, here);
        targets.put(PARENT, parent.orElse(here));
        Map<NativePath, SourceFile> directories = new LinkedHashMap<>();
        for (NativePath name : names) {
            SourceFile child = look(self, name, place);
            if (child.type() == FileType.DIRECTORY) {
                directories.put(name, child);
            } else {
                targets.put(name, leaf(self, name, child));
            }
        }
        directories.forEach((name, child) -> {
            try (Fd below = Open.openat(self, name, READ | Open.O_DIRECTORY)) {
                targets.put(name, directory(below, child, place.below(name), Optional.of(here)));
            }
        });
        putInode(file, LINKS_OF_EMPTY + directories.size(), placement);
        content.write(
                name -> Objects.requireNonNull(targets.get(name)),
                (block, bytes) -> put(placement, (long) block * ImageFile.BLOCK, bytes));
        return here;
    }

    private static List<NativePath> sortedNames(Fd directory) {
        List<NativePath> names = new ArrayList<>();
        Directory.list(directory).stream().map(DirectoryEntry::name).forEach(names::add);
        names.sort(null);
        return names;
    }

    private Target leaf(Fd parent, NativePath name, SourceFile file) {
        if (file.stat().nlink() == 1) {
            return write(parent, name, file);
        }
        Identity identity = new Identity(file.stat().device(), file.stat().ino());
        Target known = linked.get(identity);
        if (known != null) {
            return known;
        }
        Target first = write(parent, name, file);
        linked.put(identity, first);
        return first;
    }

    private Target write(Fd parent, NativePath name, SourceFile file) {
        Placement placement =
                switch (file.type()) {
                    case REGULAR -> regular(parent, name, file);
                    case SYMBOLIC_LINK -> symbolicLink(parent, name, file);
                    case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> allocate(file, 0);
                    case DIRECTORY, UNKNOWN ->
                            throw new IllegalArgumentException("\"" + name + "\" is no leaf");
                };
        putInode(file, file.stat().nlink(), placement);
        return new Target(placement.nid(), file.type());
    }

    private Placement regular(Fd parent, NativePath name, SourceFile file) {
        Placement placement = allocate(file, file.stat().size());
        if (placement.size() > 0) {
            try (Fd opened = Open.openat(parent, name, READ)) {
                image.copy(opened, file.stat(), placement.body(), placement.bodyPosition());
                byte[] tail = image.read(opened, placement.body(), placement.tail());
                inodes.put(placement.tailPosition(), tail);
            }
        }
        return placement;
    }

    private Placement symbolicLink(Fd parent, NativePath name, SourceFile file) {
        byte[] target = Names.readlinkat(parent, name).bytes();
        Placement placement = allocate(file, target.length);
        put(placement, 0, target);
        return placement;
    }

    private Placement allocate(SourceFile file, long size) {
        count++;
        return Placement.allocate(image, inodes, file.attributes().length, size);
    }

    private void putInode(SourceFile file, int links, Placement placement) {
        Inode inode = new Inode(file.stat(), file.type(), links, placement);
        inodes.put(placement.position(), inode.encode());
        inodes.put(placement.attributesPosition(), file.attributes());
    }

    /// Puts content that is in memory to where it belongs: at most a block, or its end.
    private void put(Placement placement, long offset, byte[] bytes) {
        if (offset < placement.body()) {
            image.put(placement.bodyPosition() + offset, bytes, bytes.length);
        } else {
            inodes.put(placement.tailPosition(), bytes);
        }
    }
}
