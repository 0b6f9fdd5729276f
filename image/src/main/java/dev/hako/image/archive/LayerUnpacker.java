package dev.hako.image.archive;

import dev.hako.failure.Failure;
import dev.hako.image.archive.Whiteouts.Mark;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a layer's files in an empty directory, as overlayfs wants a lower directory to be.
///
/// What comes later replaces what came before, of whatever kind; only a directory is merged with a
/// directory. Links are followed on the way to a file, as GNU tar does, but inside this directory,
/// as if it were the root. Nothing outside is touched: see [OpenPath].
public final class LayerUnpacker implements EntrySink, AutoCloseable {
    private static final int MOST_NOTES = 10;
    private static final NativePath SELINUX = NativePath.of("security.selinux");

    private final OpenPath open;
    private final LateDirectories directories = new LateDirectories();
    private final TreeMarks marks;
    private final FileOwners owners;
    private final long mostEntries;
    private final List<String> leftOut = new ArrayList<>();
    private long entries;

    /// For whom and how a layer is unpacked.
    ///
    /// @param mostEntries that are taken
    public record Rules(TreeMarks marks, FileOwners owners, long mostEntries) {}

    /// @param top an open, empty directory, which stays its owner's
    public LayerUnpacker(Fd top, Rules rules) {
        this.open = new OpenPath(top, true, this::passObstacle);
        this.marks = rules.marks;
        this.owners = rules.owners;
        this.mostEntries = rules.mostEntries;
    }

    /// How many entries have been taken.
    public long entries() {
        return entries;
    }

    /// What could not be made, in words, up to some.
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    @Override
    public void add(Entry entry, Content content) throws IOException {
        EntrySink.checkInterrupt();
        if (++entries > mostEntries) {
            throw Failure.of(Failure.Kind.EXHAUSTED, "more than " + mostEntries + " files");
        }
        try {
            make(entry, OpenPath.names(entry.path()), content);
        } catch (KernelException e) {
            throw e.during("cannot write \"" + entry.path() + "\"");
        }
    }

    private void make(Entry entry, List<NativePath> names, Content content) throws IOException {
        if (names.isEmpty()) {
            makeTop(entry);
            return;
        }
        switch (Whiteouts.read(names)) {
            case Mark.Opaque() -> marks.makeOpaque(open.enter(parent(names)));
            case Mark.Deleted(NativePath name) -> makeWhiteout(open.enter(parent(names)), name);
            case Mark.Ignored() -> {}
            case Mark.None() -> makeFile(owned(entry), names, content);
        }
    }

    private static List<NativePath> parent(List<NativePath> names) {
        return names.subList(0, names.size() - 1);
    }

    private void makeTop(Entry entry) {
        if (entry.kind() instanceof Entry.Directory) {
            directories.add(NativePath.empty(), owned(entry).metadata());
        }
    }

    /// With owners of this namespace, and without attributes that would be overlayfs's own: with
    /// them a layer could reach into others.
    private Entry owned(Entry entry) {
        Metadata metadata = owners.of(entry);
        Map<NativePath, byte[]> xattrs = metadata.xattrs();
        if (!xattrs.isEmpty()) {
            xattrs = new HashMap<>(xattrs);
            xattrs.keySet().removeIf(name -> TreeMarks.isOwn(name) || name.equals(SELINUX));
        }
        return new Entry(
                entry.path(),
                entry.kind(),
                new Metadata(
                        metadata.permissions(),
                        metadata.uid(),
                        metadata.gid(),
                        metadata.mtime(),
                        xattrs));
    }

    /// A directory of this layer is not deleted with the lower one: it hides it.
    private void makeWhiteout(Fd parent, NativePath name) {
        Optional<Stat> there = Stat.find(parent, name);
        if (there.isEmpty()) {
            marks.makeWhiteout(parent, name);
        } else if (there.get().isDirectory()) {
            makeOpaque(parent, name);
        }
    }

    private void makeOpaque(Fd parent, NativePath name) {
        try (Fd directory = Open.openat(parent, name, OpenPath.DIRECTORY)) {
            marks.makeOpaque(directory);
        }
    }

    private void makeFile(Entry entry, List<NativePath> names, Content content) throws IOException {
        switch (entry.kind()) {
            case Entry.Directory() -> {
                makeDirectory(open.enter(parent(names)), names.getLast());
                directories.add(OpenPath.join(names), entry.metadata());
            }
            case Entry.HardLink(NativePath target) -> makeHardLink(entry, target, names);
            case Entry.Node _ -> makeDevice(entry, names, content);
            case Entry.Regular _, Entry.SymbolicLink _, Entry.Fifo _ ->
                    replace(open.enter(parent(names)), names.getLast(), entry, content);
        }
    }

    /// Who may not make devices, as in a user namespace, has none, as with podman and Docker: a
    /// container's own are made by whoever starts it.
    private void makeDevice(Entry entry, List<NativePath> names, Content content)
            throws IOException {
        try {
            replace(open.enter(parent(names)), names.getLast(), entry, content);
        } catch (KernelException e) {
            if (!e.is(Errno.EPERM) || !e.call().equals("mknodat")) {
                throw e;
            }
            if (leftOut.size() < MOST_NOTES) {
                leftOut.add("the device \"" + entry.path() + "\"");
            }
        }
    }

    /// What was of another kind, a mark too, hid what lower layers have.
    private void makeDirectory(Fd parent, NativePath name) {
        try {
            Names.mkdirat(parent, name, 0700);
            return;
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
        Optional<Stat> there = Stat.find(parent, name);
        if (there.isPresent() && !there.get().isDirectory()) {
            Names.unlinkat(parent, name);
            Names.mkdirat(parent, name, 0700);
            makeOpaque(parent, name);
        }
    }

    /// Something of this name is rare, so it is not looked for.
    private static void replace(Fd parent, NativePath name, Entry entry, Content content)
            throws IOException {
        try {
            FileMaker.make(parent, name, entry, content);
            return;
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
        FileTree.delete(parent, name);
        FileMaker.make(parent, name, entry, content);
    }

    /// The target is an entry of before, anywhere, so its directory is held while the way to the
    /// new name is opened.
    private void makeHardLink(Entry entry, NativePath target, List<NativePath> names) {
        List<NativePath> targetNames = OpenPath.names(target);
        if (targetNames.isEmpty() || !(Whiteouts.read(targetNames) instanceof Mark.None())) {
            throw Failure.invalid(
                    "the hard link \"%s\" leads to \"%s\", which is no file"
                            .formatted(entry.path(), target));
        }
        if (targetNames.equals(names)) {
            return;
        }
        try (Fd held = heldParent(entry, targetNames)) {
            link(held, targetNames.getLast(), open.enter(parent(names)), names.getLast());
        } catch (KernelException e) {
            throw e.isAny(Errno.ENOENT, Errno.EPERM) ? noTarget(entry, targetNames) : e;
        }
    }

    private Fd heldParent(Entry entry, List<NativePath> targetNames) {
        return open.find(parent(targetNames))
                .orElseThrow(() -> noTarget(entry, targetNames))
                .duplicate();
    }

    private static Failure noTarget(Entry entry, List<NativePath> targetNames) {
        return Failure.invalid(
                "the hard link \"%s\" leads to \"%s\", which is no file of this layer"
                        .formatted(entry.path(), OpenPath.join(targetNames)));
    }

    private static void link(Fd targetParent, NativePath target, Fd parent, NativePath name) {
        Optional<Stat> there = Stat.find(parent, name);
        if (there.isPresent()) {
            Stat stat = Stat.at(targetParent, target, Open.AT_SYMLINK_NOFOLLOW);
            if (stat.isSameFile(there.get())) {
                return;
            }
            FileTree.delete(parent, name);
        }
        Names.linkat(targetParent, target, parent, name);
    }

    /// A mark in the way of a later file was for the lower directory alone.
    private Fd passObstacle(OpenPath.Place obstacle, List<NativePath> path) {
        Optional<Stat> there = Stat.find(obstacle.parent(), obstacle.name());
        if (there.isEmpty()
                || !TreeMarks.isWhiteout(obstacle.parent(), obstacle.name(), there.get())) {
            throw Failure.invalid(
                    "\""
                            + OpenPath.join(path)
                            + "\" is a link to nothing or a file, and has files"
                            + " in it all the same");
        }
        makeDirectory(obstacle.parent(), obstacle.name());
        Fd made = Open.openat(obstacle.parent(), obstacle.name(), OpenPath.DIRECTORY);
        Attributes.fchmod(made, 0755);
        return made;
    }

    /// Gives directories what they are to have, when all entries have been taken.
    public void finish() {
        directories.apply(open);
    }

    @Override
    public void close() {
        open.close();
    }
}
