package dev.hako.engine.library;

import dev.hako.engine.store.Durably;
import dev.hako.failure.Failure;
import dev.hako.oci.image.Digest;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/// What steps of builds have made, so that they need not be done again: a small file for each, by a
/// digest of the step and of all that it was made of. Engines of one root share it.
///
/// A step is written after its layer and removed before it, so what is found is there. The file's
/// time says when it was last of use.
public final class StepCache {
    private static final String STEPS = "steps";
    private static final String PARTIAL = ".";

    /// More often nobody needs to know.
    private static final Duration GRAIN = Duration.ofMinutes(1);

    private final Path directory;

    private StepCache(Path directory) {
        this.directory = directory;
    }

    /// Those of an engine's place; nothing is made before the first is kept.
    public static StepCache open(Path builds) {
        return new StepCache(builds.resolve(STEPS));
    }

    /// A step that is kept.
    ///
    /// @param key by which it is found
    /// @param used when it last was
    public record Kept(Digest key, StepResult result, Instant used) {}

    /// What a step has made, if it has been done.
    public Optional<StepResult> find(Digest key) {
        Path file = directory.resolve(key.hex());
        try {
            StepResult found = StepResult.parse(Files.readAllBytes(file));
            Instant now = Instant.now();
            if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(GRAIN))) {
                Files.setLastModifiedTime(file, FileTime.from(now));
            }
            return Optional.of(found);
        } catch (NoSuchFileException | InvalidDocumentException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    /// Keeps what a step has made, which is there.
    public void keep(Digest key, StepResult result) {
        try {
            Files.createDirectories(directory);
            Path partial = directory.resolve(PARTIAL + UUID.randomUUID());
            Durably.write(partial, Json.write(result), true);
            Files.move(partial, directory.resolve(key.hex()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure("write", e);
        }
    }

    private Failure failure(String what, IOException e) {
        return Failure.of(
                Failure.Kind.UNAVAILABLE,
                "cannot %s the build cache \"%s\": %s".formatted(what, directory, e.getMessage()),
                e);
    }

    /// All that are kept, in no order.
    public List<Kept> all() {
        List<Kept> all = new ArrayList<>();
        for (Path file : files()) {
            try {
                all.add(
                        new Kept(
                                new Digest(Digest.Algorithm.SHA256, file.getFileName().toString()),
                                StepResult.parse(Files.readAllBytes(file)),
                                Files.getLastModifiedTime(file).toInstant()));
            } catch (NoSuchFileException | InvalidDocumentException _) {
                // Removed meanwhile, or no step.
            } catch (IOException e) {
                throw failure("read", e);
            }
        }
        return all;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
            found.forEach(files::add);
            return files;
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    /// These manifests and those that steps need.
    public Set<Digest> with(Set<Digest> others) {
        Set<Digest> manifests = new HashSet<>(others);
        all().forEach(kept -> manifests.add(kept.result().manifest()));
        return manifests;
    }

    /// Forgets steps. What they have made goes with the library's next collection.
    ///
    /// @return how many
    public int forget(Predicate<Kept> unwanted) {
        int count = 0;
        for (Kept kept : all()) {
            if (unwanted.test(kept)) {
                forget(kept.key());
                count++;
            }
        }
        return count;
    }

    /// Forgets one, if it is there.
    public void forget(Digest key) {
        try {
            Files.deleteIfExists(directory.resolve(key.hex()));
        } catch (IOException e) {
            throw failure("write", e);
        }
    }

    /// Removes what writers that are gone have left.
    public void sweep(Instant before) {
        for (Path file : files()) {
            try {
                if (file.getFileName().toString().startsWith(PARTIAL)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw failure("write", e);
            }
        }
    }
}
