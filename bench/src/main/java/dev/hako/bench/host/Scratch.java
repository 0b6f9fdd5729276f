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
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Folders for everything the benchmarks make, and the list of what must be ended when they end:
/// one on disk, as `/var/lib` is, and one in memory, as `/run` is on most machines.
///
/// Closing it ends and removes all, the newest first; so does the end of the JVM, SIGTERM and
/// SIGINT included. The folders must not have foreign mounts in them: they belong into mount
/// namespaces.
public final class Scratch implements AutoCloseable {
    private static final List<Path> DISKS = List.of(Path.of("/var/tmp"), Path.of("/tmp"));
    private static final List<Path> MEMORIES = List.of(Path.of("/run"), Path.of("/dev/shm"));

    private final Path folder;
    private final Path memory;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Thread onExit = new Thread(this::clear, "clean-up");

    private Scratch(Path folder, Path memory) {
        this.folder = folder;
        this.memory = memory;
    }

    /// Fresh folders. Where no memory can be had, both are on disk.
    public static Scratch create() throws IOException {
        Path disk = first(DISKS, Files::isWritable).orElseThrow();
        Path memory = first(MEMORIES, Scratch::isInMemory).orElse(disk);
        Scratch scratch =
                new Scratch(
                        Files.createTempDirectory(disk, "hako-bench-"),
                        Files.createTempDirectory(memory, "hako-bench-"));
        Runtime.getRuntime().addShutdownHook(scratch.onExit);
        return scratch;
    }

    private static Optional<Path> first(List<Path> folders, Predicate<Path> fits) {
        return folders.stream().filter(fits).findFirst();
    }

    private static boolean isInMemory(Path folder) {
        try {
            return Files.isWritable(folder) && Files.getFileStore(folder).type().equals("tmpfs");
        } catch (IOException e) {
            return false;
        }
    }

    /// The folder on disk.
    public Path folder() {
        return folder;
    }

    /// The folder in memory, for state that need not outlive the machine's next start.
    public Path memory() {
        return memory;
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
        delete(memory);
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
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
                throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
