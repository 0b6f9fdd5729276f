package dev.hako.engine.network.fabric;

import dev.hako.engine.store.StoreFailures;
import dev.hako.failure.Failure;
import dev.hako.network.rootless.Uplink;
import dev.hako.network.rootless.UserNetworking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The programs that connect an ordinary user's containers to the world, one for each of them.
///
/// A program is told a file in this engine's folder, by which it is found again. What an earlier
/// engine has left is here from the beginning, and ends unless its container is found.
///
/// Threads: maps are concurrent; whoever ends programs has the lock, so that no program's file is
/// deleted when a successor of it has that.
final class Worlds {
    private static final Logger LOG = LoggerFactory.getLogger(Worlds.class);

    /// A unix socket may have the file's name, which has a hundred bytes at most with its folder.
    private static final int DIGITS = 16;

    private final Path folder;
    private final Map<String, Uplink> programs = new ConcurrentHashMap<>();
    private final Map<String, Uplink> strays = new ConcurrentHashMap<>();

    private Worlds(Path folder) {
        this.folder = folder;
    }

    /// Those whose files are in a folder, which need not be there.
    static Worlds in(Path folder) {
        Worlds worlds = new Worlds(folder);
        List<Path> files = worlds.files();
        if (!files.isEmpty()) {
            UserNetworking.uplinks(folder).forEach(worlds::addStray);
            files.stream()
                    .filter(file -> !worlds.strays.containsKey(file.getFileName().toString()))
                    .forEach(Worlds::delete);
        }
        return worlds;
    }

    private List<Path> files() {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw StoreFailures.of("cannot list " + folder, e);
        }
    }

    private void addStray(Uplink program) {
        strays.put(program.mark().getFileName().toString(), program);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw StoreFailures.of("cannot delete " + file, e);
        }
    }

    private static String key(String containerId) {
        return containerId.substring(0, DIGITS);
    }

    /// The file of a container's program that is about to start.
    Path file(String containerId) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw StoreFailures.of("cannot make " + folder, e);
        }
        return folder.resolve(key(containerId));
    }

    /// A container that runs has a program.
    void keep(String containerId, Uplink program) {
        programs.put(key(containerId), program);
    }

    /// A container runs that an earlier engine has started.
    void found(String containerId) {
        Uplink program = strays.remove(key(containerId));
        if (program != null) {
            keep(containerId, program);
        }
    }

    /// The program of a container, if it has one.
    Optional<Uplink> find(String containerId) {
        return Optional.ofNullable(programs.get(key(containerId)));
    }

    /// Whether a container reaches the world.
    boolean has(String containerId) {
        return programs.containsKey(key(containerId));
    }

    /// Ends the program of a container, if it has one.
    synchronized void end(String containerId) {
        end(programs.remove(key(containerId)));
        end(strays.remove(key(containerId)));
    }

    private static void end(@Nullable Uplink program) {
        if (program == null) {
            return;
        }
        try {
            program.close();
        } catch (Failure e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /// Ends the programs of containers that have ended while no engine was there.
    synchronized void endStrays() {
        strays.values().forEach(Worlds::end);
        strays.clear();
    }
}
