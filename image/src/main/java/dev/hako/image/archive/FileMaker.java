package dev.hako.image.archive;

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
import java.io.IOException;

/// Makes single files, in an open directory, where there is none of the name.
final class FileMaker {
    private static final int NEW_FILE = Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL;

    private FileMaker() {}

    /// Makes what is neither a directory nor a second name.
    static void make(Fd parent, NativePath name, Entry entry, Content content) throws IOException {
        Metadata metadata = entry.metadata();
        switch (entry.kind()) {
            case Entry.Regular _ -> regular(parent, name, metadata, content);
            case Entry.SymbolicLink(NativePath target) -> link(parent, name, metadata, target);
            case Entry.Fifo _ ->
                    special(parent, name, metadata, new Entry.Node(FileType.FIFO, Device.NONE));
            case Entry.Node node -> special(parent, name, metadata, node);
            case Entry.Directory _, Entry.HardLink _ ->
                    throw new IllegalArgumentException("made elsewhere");
        }
    }

    private static void regular(Fd parent, NativePath name, Metadata metadata, Content content)
            throws IOException {
        try (Fd file = Open.openat(parent, name, NEW_FILE, 0600)) {
            content.writeTo(file);
            apply(file, metadata);
            Attributes.mtime(file, metadata.mtime());
        }
    }

    private static void link(Fd parent, NativePath name, Metadata metadata, NativePath target) {
        Names.symlinkat(target, parent, name);
        own(parent, name, metadata);
        attributesAt(parent, name, metadata);
        Attributes.mtimeat(parent, name, metadata.mtime());
    }

    private static void special(Fd parent, NativePath name, Metadata metadata, Entry.Node node) {
        Names.mknodat(parent, name, node.type(), 0600, node.device());
        own(parent, name, metadata);
        try (Fd made = Open.openat(parent, name, Open.O_PATH | Open.O_NOFOLLOW)) {
            if (Stat.of(made).type() == node.type()) {
                Attributes.fchmodat(Fd.CWD, made.procPath(), metadata.permissions());
            }
        }
        attributesAt(parent, name, metadata);
        Attributes.mtimeat(parent, name, metadata.mtime());
    }

    private static void own(Fd parent, NativePath name, Metadata metadata) {
        if (!metadata.isOwnedByMaker()) {
            Attributes.lchownat(parent, name, metadata.uid(), metadata.gid());
        }
    }

    /// All but the time, in this order: a change of owner takes set-id bits and capabilities away.
    static void apply(Fd file, Metadata metadata) {
        if (!metadata.isOwnedByMaker()) {
            Attributes.fchown(file, metadata.uid(), metadata.gid());
        }
        Attributes.fchmod(file, metadata.permissions());
        metadata.xattrs()
                .forEach((name, value) -> orWithout(() -> Xattrs.set(file, name, value, 0)));
    }

    /// Of what cannot be opened.
    private static void attributesAt(Fd parent, NativePath file, Metadata metadata) {
        metadata.xattrs()
                .forEach((name, value) -> orWithout(() -> Xattrs.setAt(parent, file, name, value)));
    }

    /// A file system without attributes, or a user who may not set one, has the file without.
    private static void orWithout(Runnable set) {
        try {
            set.run();
        } catch (KernelException e) {
            if (!e.isAny(Errno.EOPNOTSUPP, Errno.EPERM)) {
                throw e;
            }
        }
    }
}
