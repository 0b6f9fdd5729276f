package dev.hako.image.archive;

import dev.hako.failure.Failure;
import dev.hako.kernel.Attributes;
import dev.hako.kernel.Device;
import dev.hako.kernel.Errno;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.kernel.Xattrs;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Makes files below a directory of this machine.
///
/// Files that are there already are replaced, directories are merged; neither replaces the other.
/// Nothing is followed and nothing outside the directory is touched: see [OpenPath].
public final class TreeWriter implements EntrySink, AutoCloseable {
    private static final int NEW_FILE = Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL;

    private final OpenPath open;
    private final UnaryOperator<Metadata> owner;
    private final boolean devices;
    private int leftOut;

    /// @param top an open directory, which stays its owner's
    /// @param owner gives files to whom they are to belong
    /// @param devices whether device files are made; otherwise they are left out
    public TreeWriter(Fd top, UnaryOperator<Metadata> owner, boolean devices) {
        this.open = new OpenPath(top, TreeWriter::apply);
        this.owner = owner;
        this.devices = devices;
    }

    /// How many device files have been left out.
    public int leftOut() {
        return leftOut;
    }

    @Override
    public void add(Entry entry, Content content) {
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

    private void make(Entry entry, List<NativePath> names, Content content) {
        Fd parent = open.enter(names.subList(0, names.size() - 1));
        NativePath name = names.getLast();
        if (entry.kind() instanceof Entry.Directory) {
            makeDirectory(parent, name, entry);
            open.enter(names);
            open.leaveWith(entry.metadata());
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
        makeFile(parent, name, entry, content);
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

    private static void makeFile(Fd parent, NativePath name, Entry entry, Content content) {
        Metadata metadata = entry.metadata();
        switch (entry.kind()) {
            case Entry.Regular _ -> {
                try (Fd file = Open.openat(parent, name, NEW_FILE, 0600)) {
                    content.writeTo(file);
                    apply(file, metadata);
                }
                Attributes.mtimeat(parent, name, metadata.mtime());
            }
            case Entry.SymbolicLink(NativePath target) -> {
                Names.symlinkat(target, parent, name);
                Attributes.lchownat(parent, name, metadata.uid(), metadata.gid());
                Attributes.mtimeat(parent, name, metadata.mtime());
            }
            case Entry.Fifo _ ->
                    makeSpecial(parent, name, metadata, new Entry.Node(FileType.FIFO, Device.NONE));
            case Entry.Node node -> makeSpecial(parent, name, metadata, node);
            case Entry.Directory _, Entry.HardLink _ ->
                    throw new IllegalArgumentException("made elsewhere");
        }
    }

    private static void makeSpecial(
            Fd parent, NativePath name, Metadata metadata, Entry.Node node) {
        Names.mknodat(parent, name, node.type(), 0600, node.device());
        Attributes.lchownat(parent, name, metadata.uid(), metadata.gid());
        try (Fd made = Open.openat(parent, name, Open.O_PATH | Open.O_NOFOLLOW)) {
            if (Stat.of(made).type() == node.type()) {
                Attributes.fchmodat(Fd.CWD, made.procPath(), metadata.permissions());
            }
        }
        Attributes.mtimeat(parent, name, metadata.mtime());
    }

    /// In this order: a change of owner takes set-id bits and capabilities away.
    private static void apply(Fd file, Metadata metadata) {
        Attributes.fchown(file, metadata.uid(), metadata.gid());
        Attributes.fchmod(file, metadata.permissions());
        metadata.xattrs().forEach((name, value) -> setAttribute(file, name, value));
    }

    /// A file system without attributes, or a user who may not set one, has the file without.
    private static void setAttribute(Fd file, NativePath name, byte[] value) {
        try {
            Xattrs.set(file, name, value, 0);
        } catch (KernelException e) {
            if (!e.isAny(Errno.EOPNOTSUPP, Errno.EPERM)) {
                throw e;
            }
        }
    }

    /// Gives the last directories what they are to have; until then they may lack it.
    @Override
    public void close() {
        open.close();
    }
}
