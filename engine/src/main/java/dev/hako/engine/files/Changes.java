package dev.hako.engine.files;

import dev.hako.failure.Failure;
import dev.hako.image.archive.EntrySink;
import dev.hako.image.archive.TreeMarks;
import dev.hako.kernel.Directory;
import dev.hako.kernel.DirectoryEntry;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.Stat;
import dev.hako.plan.RootFilesystem.Overlay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a container has changed, read from the upper directory of its overlays, which is all that
/// it has written. A directory counts as changed if something in it or its own mode or owner has.
public final class Changes {
    private static final int MAX_DEPTH = 1000;
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY | Open.O_NOFOLLOW;

    private final TreeMarks marks;
    private final Set<NativePath> mountTargets;
    private final List<Change> found = new ArrayList<>();

    private Changes(TreeMarks marks, Set<NativePath> mountTargets) {
        this.marks = marks;
        this.mountTargets = mountTargets;
    }

    /// The changes of these overlays, in order of their paths.
    ///
    /// @param mountTargets where something is mounted: what lies there is nobody's work
    public static List<Change> of(
            List<Overlay> overlays, TreeMarks marks, Set<NativePath> mountTargets) {
        Changes changes = new Changes(marks, mountTargets);
        overlays.forEach(changes::read);
        changes.found.sort(Comparator.comparing(Change::path));
        return List.copyOf(changes.found);
    }

    private void read(Overlay overlay) {
        String upper = overlay.upper().orElseThrow().directory();
        List<Fd> lowers = new ArrayList<>();
        try (Fd top = Open.open(upper, DIRECTORY)) {
            overlay.lowerPaths().forEach(lower -> lowers.add(Open.open(lower, DIRECTORY)));
            children(top, lowers, NativePath.of(overlay.target()), 0);
        } finally {
            lowers.forEach(Fd::close);
        }
    }

    /// @return whether anything below has changed
    private boolean children(Fd upper, List<Fd> lowers, NativePath path, int depth) {
        EntrySink.checkInterrupt();
        if (depth > MAX_DEPTH) {
            throw Failure.of(
                    Failure.Kind.EXHAUSTED, "directories more than " + MAX_DEPTH + " deep");
        }
        boolean changed = false;
        Set<NativePath> names = names(upper);
        for (NativePath name : names) {
            changed |= child(upper, lowers, new Name(path.resolve(name), name, depth + 1));
        }
        if (!lowers.isEmpty() && depth > 0 && marks.isOpaque(upper)) {
            changed |= hidden(lowers, names, path);
        }
        return changed;
    }

    private record Name(NativePath path, NativePath name, int depth) {}

    private boolean child(Fd upper, List<Fd> lowers, Name at) {
        Optional<Stat> there = Stat.find(upper, at.name);
        if (there.isEmpty() || mountTargets.contains(at.path)) {
            return false;
        }
        Optional<Stat> before = lower(lowers, at.name);
        if (TreeMarks.isWhiteout(there.get())) {
            before.ifPresent(_ -> add(Change.Kind.DELETED, at.path));
            return before.isPresent();
        }
        if (there.get().isDirectory()) {
            return directory(upper, lowers, at, there.get(), before);
        }
        add(before.isPresent() ? Change.Kind.CHANGED : Change.Kind.ADDED, at.path);
        return true;
    }

    private boolean directory(
            Fd upper, List<Fd> lowers, Name at, Stat stat, Optional<Stat> before) {
        List<Fd> below = new ArrayList<>();
        try (Fd directory = Open.openat(upper, at.name, DIRECTORY)) {
            if (before.isPresent() && before.get().isDirectory()) {
                openAll(lowers, at.name, below);
            }
            boolean changed = children(directory, below, at.path, at.depth);
            if (before.isEmpty()) {
                add(Change.Kind.ADDED, at.path);
            } else if (changed || differs(stat, before.get())) {
                add(Change.Kind.CHANGED, at.path);
            } else {
                return false;
            }
            return true;
        } finally {
            below.forEach(Fd::close);
        }
    }

    private static boolean differs(Stat now, Stat before) {
        return now.mode() != before.mode()
                || now.uid() != before.uid()
                || now.gid() != before.gid();
    }

    /// What a directory that was made anew hides of the one before.
    private boolean hidden(List<Fd> lowers, Set<NativePath> names, NativePath path) {
        Set<NativePath> gone = new TreeSet<>();
        lowers.forEach(lower -> gone.addAll(names(lower)));
        gone.removeAll(names);
        gone.removeIf(name -> lower(lowers, name).isEmpty());
        gone.forEach(name -> add(Change.Kind.DELETED, path.resolve(name)));
        return !gone.isEmpty();
    }

    private void add(Change.Kind kind, NativePath path) {
        found.add(new Change(kind, path));
    }

    private static Set<NativePath> names(Fd directory) {
        Set<NativePath> names = new TreeSet<>();
        Directory.list(directory).stream().map(DirectoryEntry::name).forEach(names::add);
        return names;
    }

    /// The file as the image has it: of the uppermost lower directory that says anything of it.
    private static Optional<Stat> lower(List<Fd> lowers, NativePath name) {
        for (Fd lower : lowers) {
            Optional<Stat> stat = Stat.find(lower, name);
            if (stat.isPresent()) {
                return stat.filter(found -> !TreeMarks.isWhiteout(found));
            }
        }
        return Optional.empty();
    }

    private void openAll(List<Fd> lowers, NativePath name, List<Fd> into) {
        for (Fd lower : lowers) {
            Optional<Stat> stat = Stat.find(lower, name);
            if (stat.isPresent()) {
                if (!stat.get().isDirectory()) {
                    return;
                }
                Fd directory = Open.openat(lower, name, DIRECTORY);
                into.add(directory);
                if (marks.isOpaque(directory)) {
                    return;
                }
            }
        }
    }
}
