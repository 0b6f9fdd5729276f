package dev.hako.build.solve;

import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.Locations;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Open;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/// What one build makes for a while: a directory, one more in memory for secrets, and containers
/// with a label. All of it belongs to whoever holds a lock on the directory.
///
/// @param files a directory that is this build's own
/// @param memory another, on the file system that forgets
public record WorkPlace(String id, Path files, Path memory, Fd lock) implements AutoCloseable {
    /// The label of a build's containers, with the build's id.
    static final String LABEL = "dev.hako.build";

    private static final String WORK = "work";
    private static final int DIRECTORY = Open.O_RDONLY | Open.O_DIRECTORY;
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /// Makes a place.
    static WorkPlace make(Locations locations) {
        String id = UUID.randomUUID().toString();
        Path files = locations.builds().resolve(WORK).resolve(id);
        Path memory = memory(locations, id);
        try {
            Files.createDirectories(files.resolveSibling("."), PRIVATE);
            Files.createDirectories(memory.resolveSibling("."), PRIVATE);
            try (Fd _ = lock(files.resolveSibling("."))) {
                Files.createDirectory(files, PRIVATE);
                Fd own = lock(files);
                Files.createDirectory(memory, PRIVATE);
                return new WorkPlace(id, files, memory, own);
            }
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE, "cannot make room for a build: " + e.getMessage(), e);
        }
    }

    private static Fd lock(Path directory) {
        Fd lock = Open.open(directory.toString(), DIRECTORY);
        Flock.exclusive(lock);
        return lock;
    }

    private static Path memory(Locations locations, String id) {
        return locations.run().resolve("builds").resolve(id);
    }

    /// Removes what builds have left whose engine is gone.
    static void sweep(Engine engine, Locations locations) {
        Path work = locations.builds().resolve(WORK);
        if (!Files.isDirectory(work)) {
            return;
        }
        try (Fd _ = lock(work);
                DirectoryStream<Path> found = Files.newDirectoryStream(work)) {
            for (Path files : found) {
                sweep(engine, locations, files);
            }
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.UNAVAILABLE, "cannot look for builds: " + e.getMessage(), e);
        }
    }

    private static void sweep(Engine engine, Locations locations, Path files) {
        try (Fd lock = Open.open(files.toString(), DIRECTORY)) {
            if (Flock.tryExclusive(lock)) {
                String id = files.getFileName().toString();
                for (Container container : engine.containers()) {
                    if (id.equals(container.config().labels().get(LABEL))) {
                        engine.volumes().removeWith(container, true);
                    }
                }
                FileTree.delete(memory(locations, id));
                FileTree.delete(files);
            }
        } catch (KernelException e) {
            // Its build has just removed it.
            if (Files.exists(files)) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        FileTree.delete(memory);
        FileTree.delete(files);
        lock.close();
    }
}
