package dev.hako.build.files;

import dev.hako.image.archive.Content;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.Metadata;
import dev.hako.kernel.NativePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// How files are in the image, other than where they come from.
///
/// @param owner whose they are; empty: root's, or their source's own
/// @param mode what becomes of their permissions; empty: nothing
public record Arrangement(Optional<Owner> owner, Optional<ModeChange> mode) {
    /// As they come.
    public static final Arrangement PLAIN = new Arrangement(Optional.empty(), Optional.empty());

    /// Numbers of an owner.
    public record Owner(int uid, int gid) {
        public static final Owner ROOT = new Owner(0, 0);
    }

    /// Gives files their owner and permissions.
    public EntrySink applied(EntrySink next) {
        return (entry, content) -> next.add(changed(entry), content);
    }

    private Entry changed(Entry entry) {
        Metadata old = entry.metadata();
        boolean directory = entry.kind() instanceof Entry.Directory;
        int permissions =
                entry.kind() instanceof Entry.SymbolicLink
                        ? old.permissions()
                        : mode.map(change -> change.applied(old.permissions(), directory))
                                .orElse(old.permissions());
        Metadata metadata =
                new Metadata(
                        permissions,
                        owner.map(Owner::uid).orElse(old.uid()),
                        owner.map(Owner::gid).orElse(old.gid()),
                        old.mtime(),
                        old.xattrs());
        return new Entry(entry.path(), entry.kind(), metadata);
    }

    /// Moves files from below one directory to below another.
    record Move(List<NativePath> from, List<NativePath> to, EntrySink next) implements EntrySink {
        @Override
        public void add(Entry entry, Content content) throws IOException {
            Entry.Kind kind =
                    entry.kind() instanceof Entry.HardLink(NativePath target)
                            ? new Entry.HardLink(moved(target))
                            : entry.kind();
            next.add(new Entry(moved(entry.path()), kind, entry.metadata()), content);
        }

        private NativePath moved(NativePath path) {
            List<NativePath> names = Paths.names(path);
            return Paths.join(Paths.plus(to, names.subList(from.size(), names.size())));
        }
    }
}
