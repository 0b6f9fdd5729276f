package dev.hako.image.archive;

import dev.hako.failure.Failure;
import dev.hako.kernel.Device;
import dev.hako.kernel.Directory;
import dev.hako.kernel.DirectoryEntry;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Reads a file or directory tree of this machine, its entries in order of their bytes.
///
/// The tree may change meanwhile, on purpose: see the package. What vanishes while it is read is
/// left out. File systems of the kernel, such as `/proc`, are empty directories here.
public final class TreeReader {
    private static final int MAX_DEPTH = 1000;
    private static final NativePath HERE = NativePath.of(".");

    private final EntrySink sink;
    private final Optional<TreeMarks> marks;
    private final Set<NativePath> closed;
    private final boolean lenient;
    private final Predicate<NativePath> wanted;
    private final Map<Inode, NativePath> linked = new HashMap<>();

    private record Inode(Device device, long ino) {}

    /// @param lenient whether what may not be read is passed over
    private TreeReader(
            EntrySink sink, Optional<TreeMarks> marks, Set<NativePath> closed, boolean lenient) {
        this.wanted = _ -> true;
        this.sink = sink;
        this.marks = marks;
        this.closed = Set.copyOf(closed);
        this.lenient = lenient;
    }

    /// For a tree as programs see it.
    public static TreeReader to(EntrySink sink) {
        return new TreeReader(sink, Optional.empty(), Set.of(), false);
    }

    /// For somebody else's tree: files that may not be read are left out, and directories are
    /// empty.
    public static TreeReader lenient(EntrySink sink) {
        return new TreeReader(sink, Optional.empty(), Set.of(), true);
    }

    /// For a tree in which others have their files.
    ///
    /// @param closed paths of directories and files that are taken for empty
    public static TreeReader without(Set<NativePath> closed, EntrySink sink) {
        return new TreeReader(sink, Optional.empty(), closed, false);
    }

    /// For a part of a tree.
    ///
    /// @param wanted whether what has this path is read, and what is in it
    public static TreeReader only(Predicate<NativePath> wanted, EntrySink sink) {
        return new TreeReader(sink, wanted);
    }

    private TreeReader(EntrySink sink, Predicate<NativePath> wanted) {
        this.wanted = wanted;
        this.sink = sink;
        this.marks = Optional.empty();
        this.closed = Set.of();
        this.lenient = false;
    }

    /// For an overlay's upper directory: deletions become image-spec's whiteouts (layer.md).
    public static TreeReader ofLayer(EntrySink sink, TreeMarks marks) {
        return new TreeReader(sink, Optional.of(marks), Set.of(), false);
    }

    /// Reads a file or a tree.
    ///
    /// @param top open, at least with `O_PATH`
    /// @param name what it is called; `.` for a directory whose entries have names of their own
    /// @throws Failure if something cannot be read, or of the sink
    public void read(Fd top, NativePath name) throws IOException {
        Stat stat = Stat.of(top);
        walk(top, stat, new Place(name, stat.mountId(), 0));
    }

    /// Where the walk is.
    ///
    /// @param mountId of the directory above
    private record Place(NativePath path, long mountId, int depth) {
        private Place below(NativePath name, Stat directory) {
            NativePath child = path.equals(HERE) ? name : path.resolve(name);
            return new Place(child, directory.mountId(), depth + 1);
        }
    }

    private void walk(Fd looked, Stat stat, Place place) throws IOException {
        EntrySink.checkInterrupt();
        if (stat.isDirectory()) {
            directory(looked, stat, place);
        } else if (stat.type() == FileType.REGULAR) {
            regular(looked, stat, place);
        } else if (marks.isPresent() && TreeMarks.isWhiteout(stat)) {
            sink.add(Whiteouts.of(place.path, FileReader.metadata(stat)), Content.NONE);
        } else {
            Optional<Entry.Kind> kind = FileReader.special(looked, stat);
            if (kind.isPresent()) {
                Metadata metadata = FileReader.metadata(stat);
                sink.add(new Entry(place.path, kind.get(), metadata), Content.NONE);
            }
        }
    }

    private void regular(Fd looked, Stat stat, Place place) throws IOException {
        if (closed.contains(place.path)) {
            Entry.Kind empty = new Entry.Regular(0);
            sink.add(new Entry(place.path, empty, FileReader.metadata(stat)), Content.NONE);
            return;
        }
        NativePath first =
                stat.nlink() > 1
                        ? linked.putIfAbsent(new Inode(stat.device(), stat.ino()), place.path)
                        : null;
        if (first != null) {
            Entry.Kind kind = new Entry.HardLink(first);
            sink.add(new Entry(place.path, kind, FileReader.metadata(stat)), Content.NONE);
            return;
        }
        Optional<Fd> opened = open(looked, stat, place);
        if (opened.isEmpty()) {
            return;
        }
        try (Fd file = opened.get()) {
            Stat now = Stat.of(file);
            if (marks.isPresent() && TreeMarks.isNestedWhiteout(file)) {
                sink.add(Whiteouts.of(place.path, FileReader.metadata(stat)), Content.NONE);
                return;
            }
            sink.add(
                    new Entry(
                            place.path,
                            new Entry.Regular(now.size()),
                            FileReader.metadata(now, file)),
                    new FileContent(file, now.size()));
        }
    }

    private void directory(Fd looked, Stat stat, Place place) throws IOException {
        if (place.depth > MAX_DEPTH) {
            throw Failure.of(
                    Failure.Kind.EXHAUSTED,
                    "\"" + place.path + "\" is more than " + MAX_DEPTH + " directories deep");
        }
        Optional<Fd> opened = open(looked, stat, place);
        if (opened.isEmpty()) {
            Metadata metadata = FileReader.metadata(stat);
            sink.add(new Entry(place.path, new Entry.Directory(), metadata), Content.NONE);
            return;
        }
        try (Fd directory = opened.get()) {
            Metadata metadata = FileReader.metadata(stat, directory);
            sink.add(new Entry(place.path, new Entry.Directory(), metadata), Content.NONE);
            if (isEntered(directory, stat, place)) {
                addOpaque(directory, metadata, place);
                children(directory, stat, place);
            }
        }
    }

    private Optional<Fd> open(Fd looked, Stat stat, Place place) {
        try {
            return Optional.of(FileReader.open(looked, stat));
        } catch (KernelException e) {
            if (lenient && e.is(Errno.EACCES)) {
                return Optional.empty();
            }
            throw e.during("cannot read \"" + place.path + "\"");
        }
    }

    private boolean isEntered(Fd directory, Stat stat, Place place) {
        return !closed.contains(place.path)
                && (place.mountId == stat.mountId() || !KernelFiles.isOn(directory));
    }

    private void addOpaque(Fd directory, Metadata metadata, Place place) throws IOException {
        if (marks.isEmpty()) {
            return;
        }
        if (marks.get().isRedirect(directory)) {
            throw Failure.unsupported(
                            "\"%s\" was renamed by overlayfs itself".formatted(place.path))
                    .hint(
                            "set the kernel's overlay.redirect_dir to N, and make the container"
                                    + " anew");
        }
        if (marks.get().isOpaque(directory)) {
            sink.add(Whiteouts.opaque(place.path, metadata), Content.NONE);
        }
    }

    private void children(Fd directory, Stat stat, Place place) throws IOException {
        for (NativePath name : sortedNames(directory)) {
            Place below = place.below(name, stat);
            Optional<Fd> child =
                    wanted.test(below.path) ? FileReader.look(directory, name) : Optional.empty();
            if (child.isPresent()) {
                try (Fd looked = child.get()) {
                    walk(looked, Stat.of(looked), below);
                }
            }
        }
    }

    private static List<NativePath> sortedNames(Fd directory) {
        List<NativePath> names = new ArrayList<>();
        Directory.list(directory).stream().map(DirectoryEntry::name).forEach(names::add);
        names.sort(Comparator.naturalOrder());
        return names;
    }
}
