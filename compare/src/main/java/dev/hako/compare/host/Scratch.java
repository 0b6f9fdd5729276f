package dev.hako.compare.host;

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

/// Folders for everything that measuring makes, and the list of what must be ended when they end:
/// one on disk, as `/var/lib` is, and one in memory, as `/run` is on most machines.
///
/// Closing it ends and removes all, the newest first; so does the end of the JVM, SIGTERM and
/// SIGINT included, and after SIGKILL a [Guard]. The folders must not have foreign mounts in them:
/// they belong into mount namespaces.
public final class Scratch implements AutoCloseable {
    private static final List<Path> DISKS = List.of(Path.of("/var/tmp"), Path.of("/tmp"));
    private static final List<Path> MEMORIES = List.of(Path.of("/run"), Path.of("/dev/shm"));

    private final Path folder;
    private final Path memory;
    private final Guard guard;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Thread onExit = new Thread(this::clear, "clean-up");

    private Scratch(Path folder, Path memory) throws IOException {
        this.folder = folder;
        this.memory = memory;
        this.guard = Guard.start(List.of(folder, memory));
    }

    /// Fresh folders. Where no memory can be had, both are on disk.
    public static Scratch create() throws IOException {
        Path disk = first(DISKS, Files::isWritable).orElseThrow();
        Path memory = first(MEMORIES, Scratch::isInMemory).orElse(disk);
        Scratch scratch =
                new Scratch(
                        Files.createTempDirectory(disk, "hako-compare-"),
                        Files.createTempDirectory(memory, "hako-compare-"));
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

    /// A command of the shell that does what [#onClose] would, if this program is killed.
    public void ifKilled(String command) {
        guard.remember(command);
    }

    @Override
    public void close() {
        clear();
        guard.close();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // The JVM is ending already, and the hook has been started.
        }
    }

    /// The guard looks again when this program ends: what failed here, or was made meanwhile, goes
    /// then.
    private synchronized void clear() {
        undo.addLast(() -> delete(folder));
        undo.addLast(() -> delete(memory));
        endAll();
    }

    /// Ends all that was given to [#onClose]; the folders stay. Who still works with it fails. Any
    /// thread may.
    public synchronized void endAll() {
        @Nullable RuntimeException first = null;
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /// Removes a tree, as far as it is there.
    public static void delete(Path tree) {
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
