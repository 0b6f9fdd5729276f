package dev.hako.bench.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

/// A folder for everything the benchmarks make, and the list of what must be ended when they end.
///
/// Closing it ends and removes all, the newest first; so does the end of the JVM, SIGTERM and
/// SIGINT included. The folder must not have foreign mounts in it: they belong into mount
/// namespaces.
public final class Scratch implements AutoCloseable {
    private final Path folder;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Thread onExit = new Thread(this::clear, "clean-up");

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /// A fresh folder below the system's temporary one.
    public static Scratch create() throws IOException {
        Scratch scratch = new Scratch(Files.createTempDirectory("hako-bench-"));
        Runtime.getRuntime().addShutdownHook(scratch.onExit);
        return scratch;
    }

    /// The folder.
    public Path folder() {
        return folder;
    }

    /// Something to be closed with this, before all that was given earlier. Closing it twice must
    /// do no harm.
    public synchronized void onClose(Runnable close) {
        undo.push(close);
    }

    @Override
    public void close() {
        clear();
        Runtime.getRuntime().removeShutdownHook(onExit);
    }

    private synchronized void clear() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
        delete(folder);
    }

    /// Removes a tree, as far as it is there.
    static void delete(Path tree) {
        try {
            if (Files.exists(tree)) {
                Files.walkFileTree(tree, new Deletion());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove \"" + tree + "\": " + e, e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(
                Path directory, @org.jspecify.annotations.Nullable IOException error)
                throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
