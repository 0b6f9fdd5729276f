package dev.hako.engine.store;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// Names of containers, or of pods: one symbolic link each, to the id it stands for, so that a name
/// is taken by making a link, which only one of several engines can do.
public final class NameRegistry {
    private static final int ATTEMPTS = 3;

    private final Path directory;
    private final String noun;
    private final String removal;

    /// Names of containers.
    public NameRegistry(Path directory) {
        this(directory, "container", "hako rm");
    }

    /// @param noun what bears the names
    /// @param removal the command that removes one
    public NameRegistry(Path directory, String noun, String removal) {
        this.directory = directory;
        this.noun = noun;
        this.removal = removal;
    }

    /// Takes a name. A name whose holder is gone (a crash, a reboot) is taken over.
    ///
    /// @param holderLives whether what has an id still exists
    /// @throws Failure `ALREADY_EXISTS` naming the holder
    public void take(String name, String id, Predicate<String> holderLives) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (tryTake(name, id)) {
                return;
            }
            Optional<String> holder = holder(name);
            if (holder.isPresent() && holderLives.test(holder.get())) {
                throw taken(name, holder.get());
            }
            holder.ifPresent(gone -> release(name, gone));
        }
        throw Failure.of(
                Failure.Kind.UNAVAILABLE, "the name \"" + name + "\" keeps changing hands");
    }

    private Failure taken(String name, String holder) {
        return Failure.of(
                        Failure.Kind.ALREADY_EXISTS,
                        "the name \""
                                + name
                                + "\" is in use by "
                                + noun
                                + " "
                                + holder.substring(0, 12))
                .hint("remove it with `" + removal + " " + name + "`, or choose another name");
    }

    private boolean tryTake(String name, String id) {
        try {
            Files.createSymbolicLink(directory.resolve(name), Path.of(id));
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        } catch (IOException e) {
            throw StoreFailures.of("cannot take the name \"" + name + "\"", e);
        }
    }

    /// The id a name stands for.
    public Optional<String> holder(String name) {
        try {
            return Optional.of(Files.readSymbolicLink(directory.resolve(name)).toString());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Gives a name back, unless another container has taken it over.
    ///
    /// Only one at a time does this, or a name could change hands between the look and the removal.
    public void release(String name, String id) {
        try (Fd lock =
                Open.openat(
                        Fd.CWD,
                        NativePath.of(directory.toString()),
                        Open.O_RDONLY | Open.O_DIRECTORY)) {
            Flock.exclusive(lock);
            if (holder(name).filter(id::equals).isPresent()) {
                Files.deleteIfExists(directory.resolve(name));
            }
        } catch (IOException e) {
            throw StoreFailures.of("cannot give back the name \"" + name + "\"", e);
        }
    }

    /// Gives back the names that crashes have left without a holder, and those that containers had
    /// when a crash came while they were given others.
    ///
    /// @param holds whether the container of an id still has the name
    public void sweep(BiPredicate<String, String> holds) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(directory)) {
            for (Path link : links) {
                String name = link.getFileName().toString();
                holder(name).filter(id -> !holds.test(name, id)).ifPresent(id -> release(name, id));
            }
        } catch (IOException e) {
            throw StoreFailures.of("cannot list the names in \"" + directory + "\"", e);
        }
    }
}
