package dev.hako.build.files;

import dev.hako.failure.Failure;
import dev.hako.image.archive.Content;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.Metadata;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Stat;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts files into a layer over a root: where the root has links to directories they are followed,
/// directories above the files come with them, as the root has them, and those that it has not are
/// made.
public final class LayerTarget implements EntrySink {
    private static final int DIRECTORY = 0755;

    private final RootView root;
    private final EntrySink layer;
    private final Metadata made;
    private final Map<NativePath, List<NativePath>> places = new HashMap<>();
    private final Set<NativePath> written = new HashSet<>();

    /// @param made what directories are like that nobody has said anything of
    public LayerTarget(RootView root, EntrySink layer, Metadata made) {
        this.root = root;
        this.layer = layer;
        this.made = new Metadata(DIRECTORY, made.uid(), made.gid(), made.mtime(), made.xattrs());
    }

    @Override
    public void add(Entry entry, Content content) throws IOException {
        List<NativePath> names = Paths.names(entry.path());
        requireNoMark(names);
        if (entry.kind() instanceof Entry.Directory) {
            directory(entry, place(names));
            return;
        }
        if (names.isEmpty()) {
            throw Failure.conflict("a file cannot be put in the place of \"/\"");
        }
        List<NativePath> parent = place(names.subList(0, names.size() - 1));
        List<NativePath> place = Paths.plus(parent, names.getLast());
        if (root.find(place).filter(Stat::isDirectory).isPresent()) {
            throw Failure.conflict(
                    "\"/" + Paths.join(place) + "\" is a directory, and no file can replace it");
        }
        parents(parent);
        layer.add(moved(entry, Paths.join(place)), content);
    }

    /// In a layer such a name deletes another file: image-spec's layer.md, "Whiteouts".
    private static void requireNoMark(List<NativePath> names) {
        for (NativePath name : names) {
            if (name.toString().startsWith(".wh.")) {
                throw Failure.unsupported("no image can have a file called \"" + name + "\"")
                        .hint("names that begin with .wh. mark deleted files in its layers");
            }
        }
    }

    private List<NativePath> place(List<NativePath> directory) {
        return places.computeIfAbsent(Paths.join(directory), _ -> root.directory(directory));
    }

    private void directory(Entry entry, List<NativePath> place) throws IOException {
        if (!place.isEmpty()) {
            parents(place.subList(0, place.size() - 1));
        }
        NativePath path = Paths.join(place);
        if (written.add(path)) {
            layer.add(entry.at(path), Content.NONE);
        }
    }

    /// Directories from the top down, each once.
    private void parents(List<NativePath> directory) throws IOException {
        for (int i = 1; i <= directory.size(); i++) {
            List<NativePath> names = directory.subList(0, i);
            NativePath path = Paths.join(names);
            if (written.add(path)) {
                Optional<Entry> there = root.entry(names);
                layer.add(
                        there.orElseGet(() -> new Entry(path, new Entry.Directory(), made)),
                        Content.NONE);
            }
        }
    }

    /// Sees to it that a directory is there.
    public void make(String path) throws IOException {
        parents(place(Paths.names(path)));
    }

    private Entry moved(Entry entry, NativePath path) {
        if (!(entry.kind() instanceof Entry.HardLink(NativePath target))) {
            return entry.at(path);
        }
        List<NativePath> names = Paths.names(target);
        List<NativePath> parent = place(names.subList(0, names.size() - 1));
        NativePath first = Paths.join(Paths.plus(parent, names.getLast()));
        return new Entry(path, new Entry.HardLink(first), entry.metadata());
    }
}
