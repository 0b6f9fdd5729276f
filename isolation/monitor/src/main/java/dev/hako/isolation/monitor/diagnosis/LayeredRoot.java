package dev.hako.isolation.monitor.diagnosis;

import dev.hako.kernel.Fd;
import dev.hako.oci.runtime.Mount;
import dev.hako.plan.RootFilesystem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The files of a container that does not run, put together from what its root is made of.
///
/// The walk goes name by name and follows links itself, so that one may lead from an image's layer
/// into another or into a volume, as in the container. No link is ever followed by the kernel, and
/// so none leads out.
public final class LayeredRoot implements RootView {
    private static final int MOST_LINKS = 40;

    private static final Place NOWHERE = new Place("", List.of());

    private final List<Tree> trees = new ArrayList<>();

    /// @param root the image's part
    /// @param mounts what is mounted over it; of those that are no directories of the host nothing
    ///   is known
    public LayeredRoot(RootFilesystem root, List<Mount> mounts) {
        root.mounts().forEach(mount -> trees.add(Tree.of(mount)));
        mounts.forEach(mount -> trees.add(Tree.of(mount)));
    }

    @Override
    public Optional<Fd> find(String path) {
        return walk(path, true).open();
    }

    @Override
    public Optional<String> link(String path) {
        return walk(path, false).link();
    }

    @Override
    public boolean isNoexec(String path) {
        boolean noexec = false;
        for (Tree tree : trees) {
            noexec = tree.holds(path) ? tree.noexec() : noexec;
        }
        return noexec;
    }

    private Place walk(String path, boolean follow) {
        Deque<String> names = names(path);
        Place place = at("/", List.of());
        int links = 0;
        while (!names.isEmpty()) {
            Place next = step(place, names.remove());
            Optional<String> target = next.link();
            if (target.isEmpty() || (names.isEmpty() && !follow)) {
                place = next;
            } else if (links++ == MOST_LINKS) {
                return NOWHERE;
            } else {
                List<String> rest = List.copyOf(names);
                names = names(target.get());
                names.addAll(rest);
                place = target.get().startsWith("/") ? at("/", List.of()) : place;
            }
        }
        return place;
    }

    private Place step(Place place, String name) {
        if (name.equals("..")) {
            return parent(place.path());
        }
        return at(place.child(name), place.below(name));
    }

    /// The parent of a path without links in it.
    private Place parent(String path) {
        Place place = at("/", List.of());
        Deque<String> names = names(path);
        names.pollLast();
        for (String name : names) {
            place = step(place, name);
        }
        return place;
    }

    /// What is at a path: the tree that is mounted there, or else what the layers have.
    private Place at(String path, List<Place.Source> layers) {
        List<Place.Source> sources = layers;
        for (Tree tree : trees) {
            if (tree.target().equals(path)) {
                sources = tree.sources();
            }
        }
        return new Place(path, sources);
    }

    private static Deque<String> names(String path) {
        var names = new ArrayDeque<String>();
        int start = 0;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String name = path.substring(start, end);
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
            start = end + 1;
        }
        return names;
    }
}
