package dev.hako.image.archive;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Makes files below a directory of this machine.
///
/// Files that are there already are replaced, directories are merged; neither replaces the other.
/// Nothing is followed and nothing outside the directory is touched: see [OpenPath].
public final class TreeWriter implements EntrySink, AutoCloseable {
    private final OpenPath open;
    private final LateDirectories directories = new LateDirectories();
    private final UnaryOperator<Metadata> owner;
    private final boolean devices;
    private int leftOut;

    /// @param top an open directory, which stays its owner's
    /// @param owner gives files to whom they are to belong
    /// @param devices whether device files are made; otherwise they are left out
    public TreeWriter(Fd top, UnaryOperator<Metadata> owner, boolean devices) {
        this.open = new OpenPath(top, false, TreeWriter::refuse);
        this.owner = owner;
        this.devices = devices;
    }

    /// How many device files have been left out.
    public int leftOut() {
        return leftOut;
    }

    @Override
    public void add(Entry entry, Content content) throws IOException {
        EntrySink.checkInterrupt();
        List<NativePath> names = OpenPath.names(entry.path());
        if (names.isEmpty()) {
            return;
        }
        Metadata metadata = owner.apply(entry.metadata());
        try {
            make(new Entry(entry.path(), entry.kind(), metadata), names, content);
        } catch (KernelException e) {
            throw e.during("cannot write \"" + entry.path() + "\"");
        }
    }

    private void make(Entry entry, List<NativePath> names, Content content) throws IOException {
        Fd parent = open.enter(names.subList(0, names.size() - 1));
        NativePath name = names.getLast();
        if (entry.kind() instanceof Entry.Directory) {
            makeDirectory(parent, name, entry);
            directories.add(entry.path(), entry.metadata());
            return;
        }
        if (entry.kind() instanceof Entry.Node && !devices) {
            leftOut++;
            return;
        }
        if (entry.kind() instanceof Entry.HardLink(NativePath target)) {
            makeHardLink(target, names);
            return;
        }
        clear(parent, name, entry);
        FileMaker.make(parent, name, entry, content);
    }

    private static void makeDirectory(Fd parent, NativePath name, Entry entry) {
        Optional<Stat> there = Stat.find(parent, name);
        if (there.isPresent() && !there.get().isDirectory()) {
            throw Failure.conflict(
                    "cannot overwrite non-directory \"" + entry.path() + "\" with directory");
        }
        if (there.isEmpty()) {
            Names.mkdirat(parent, name, 0700);
        }
    }

    private static void clear(Fd parent, NativePath name, Entry entry) {
        Optional<Stat> there = Stat.find(parent, name);
        if (there.isPresent() && there.get().isDirectory()) {
            throw Failure.conflict(
                    "cannot overwrite directory \"" + entry.path() + "\" with non-directory");
        }
        if (there.isPresent()) {
            Names.unlinkat(parent, name);
        }
    }

    /// The target is an entry of before, so it lies below the same directory; it may be anywhere
    /// there, so it is held while the way to the new name is opened.
    private void makeHardLink(NativePath target, List<NativePath> names) {
        List<NativePath> targetNames = OpenPath.names(target);
        if (targetNames.isEmpty() || targetNames.equals(names)) {
            throw Failure.invalid("the hard link \"" + target + "\" leads to itself");
        }
        Fd targetParent = open.enter(targetNames.subList(0, targetNames.size() - 1));
        try (Fd held = targetParent.duplicate()) {
            Fd parent = open.enter(names.subList(0, names.size() - 1));
            NativePath name = names.getLast();
            requireNoDirectory(held, targetNames.getLast());
            Optional<Stat> there = Stat.find(parent, name);
            if (there.isPresent()) {
                Names.unlinkat(parent, name);
            }
            Names.linkat(held, targetNames.getLast(), parent, name);
        }
    }

    private static void requireNoDirectory(Fd parent, NativePath name) {
        Stat stat = Stat.at(parent, name, Open.AT_SYMLINK_NOFOLLOW);
        if (stat.isDirectory()) {
            throw Failure.invalid("the hard link \"" + name + "\" leads to a directory");
        }
    }

    private static Fd refuse(OpenPath.Place obstacle, List<NativePath> path) {
        throw Failure.conflict("\"" + obstacle.name() + "\" is a link or a file, not a directory");
    }

    /// Gives directories what they are to have; until then they may lack it.
    @Override
    public void close() {
        try (open) {
            directories.apply(open);
        }
    }
}
