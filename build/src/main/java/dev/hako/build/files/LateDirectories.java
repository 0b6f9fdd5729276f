package dev.hako.build.files;

import dev.hako.image.archive.Content;
import dev.hako.image.archive.Entry;
import dev.hako.image.archive.EntrySink;
import dev.hako.kernel.NativePath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/// Passes files on, and directories that nobody wants for their own sake only if there is a file in
/// them.
public final class LateDirectories implements EntrySink {
    private final EntrySink next;
    private final Predicate<NativePath> late;
    private final Deque<Entry> held = new ArrayDeque<>();

    /// @param late which directories may be left out; their files come right after them
    public LateDirectories(Predicate<NativePath> late, EntrySink next) {
        this.next = next;
        this.late = late;
    }

    @Override
    public void add(Entry entry, Content content) throws IOException {
        while (!held.isEmpty() && !isIn(entry, held.getLast())) {
            held.removeLast();
        }
        if (entry.kind() instanceof Entry.Directory && late.test(entry.path())) {
            held.addLast(entry);
            return;
        }
        while (!held.isEmpty()) {
            next.add(held.removeFirst(), Content.NONE);
        }
        next.add(entry, content);
    }

    private static boolean isIn(Entry entry, Entry directory) {
        List<NativePath> names = Paths.names(entry.path());
        List<NativePath> above = Paths.names(directory.path());
        return names.size() > above.size() && names.subList(0, above.size()).equals(above);
    }
}
