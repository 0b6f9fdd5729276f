package dev.hako.engine.store;

import dev.hako.failure.Failure;
import dev.hako.kernel.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Every container's directories.
///
/// A container with `--rm`, or of a temporary pod, has all it owns under the run directory; any
/// other has its documents and log in a durable directory and its sockets in the run directory.
/// Both have writable layers.
public final class ContainerStore {
    static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /// Directories under this prefix are being made or unmade, and nobody's.
    static final String HIDDEN = ".";

    /// What the run directory of an engine has containers in.
    public static final String RUNNING = "containers";

    private static final int ID_LENGTH = 64;
    private static final String CANNOT_LIST = "cannot list containers";

    private final Path durable;
    private final Path running;
    private final Path layers;
    private final RunPlaces places;
    private final FolderNames durableNames;
    private final FolderNames runningNames;

    /// @param places where other engines have containers with `--rm`
    public ContainerStore(Path durable, Path running, Path layers, RunPlaces places) {
        this.durable = durable;
        this.running = running;
        this.layers = layers;
        this.places = places;
        this.durableNames = new FolderNames(durable);
        this.runningNames = new FolderNames(running);
    }

    /// The same for one that survives a reboot unless it has `--rm`.
    public ContainerDirectory create(ContainerDocument document) {
        return create(document, document.config().lifecycle().autoRemove());
    }

    /// Makes a new container's directories, locked; it exists from the moment this returns.
    ///
    /// @param temporary whether it need not survive a reboot
    /// @throws Failure naming what could not be written and why
    public ContainerDirectory create(ContainerDocument document, boolean temporary) {
        ContainerDirectory directory = directory(document.id(), temporary);
        try {
            directory.make(document);
            return directory;
        } catch (IOException e) {
            directory.delete();
            throw StoreFailures.of("cannot create container \"" + document.name() + "\"", e);
        } catch (Failure e) {
            directory.delete();
            throw e;
        }
    }

    /// The ids of all containers there are, in no order.
    public Set<String> ids() {
        return ids(listing(), _ -> false);
    }

    /// The names in the folders of containers, at some moment.
    public record Listing(List<String> durable, List<String> running) {}

    /// What is there now: quick to compare with the one before, if nothing has come or gone.
    public Listing listing() {
        try {
            return new Listing(durableNames.all(), runningNames.all());
        } catch (IOException e) {
            throw StoreFailures.of(CANNOT_LIST, e);
        }
    }

    /// The ids of all containers that are in a listing.
    ///
    /// @param temporary whether somebody knows that the container of an id need not survive a
    ///   reboot: its directory comes and goes whole, and need not be looked into
    public Set<String> ids(Listing listing, Predicate<String> temporary) {
        Set<String> ids = new LinkedHashSet<>(ids(listing.durable()));
        for (String id : ids(listing.running())) {
            if (!ids.contains(id)
                    && (temporary.test(id)
                            || Files.exists(running.resolve(id).resolve(ContainerDocument.FILE)))) {
                ids.add(id);
            }
        }
        return ids;
    }

    /// The directories of a container.
    public Optional<ContainerDirectory> find(String id) {
        if (Files.exists(durable.resolve(id).resolve(ContainerDocument.FILE))) {
            return Optional.of(directory(id, false));
        }
        if (Files.exists(running.resolve(id).resolve(ContainerDocument.FILE))) {
            return Optional.of(directory(id, true));
        }
        return Optional.empty();
    }

    /// Whether there is such a container, even if only another engine of the same root knows it.
    public boolean has(String id) {
        return find(id).isPresent()
                || places.others().stream()
                        .anyMatch(place -> Files.exists(place.resolve(RUNNING).resolve(id)));
    }

    /// The containers that only other engines of the same root know.
    public List<ContainerDirectory> elsewhere() {
        List<ContainerDirectory> found = new ArrayList<>();
        for (Path place : places.others()) {
            Path theirs = place.resolve(RUNNING);
            for (String id : ids(names(theirs))) {
                Path run = theirs.resolve(id);
                if (Files.exists(run.resolve(ContainerDocument.FILE))) {
                    found.add(new ContainerDirectory(id, run, run, layers.resolve(id)));
                }
            }
        }
        return found;
    }

    /// The directories of a container, even if only another engine of the same root knows it.
    public Optional<ContainerDirectory> anywhere(String id) {
        return find(id).or(() ->
                elsewhere().stream().filter(directory -> directory.id().equals(id)).findFirst());
    }

    /// The directories that a container would have; none of them is there.
    public ContainerDirectory imagined(String id) {
        return directory(id, true);
    }

    /// Removes what crashes have left: half-made directories, run directories and layers without a
    /// container. A run directory whose monitor still lives is left alone, and so is what other
    /// engines of the same root know of.
    ///
    /// @return the ids of containers that are gone but had left something
    public List<String> sweep() {
        List<String> swept = new ArrayList<>();
        Set<String> ids = ids();
        for (Path parent : List.of(running, layers, durable)) {
            for (String name : names(parent)) {
                if (!ids.contains(name) && !has(idOf(name))) {
                    sweepOne(parent.resolve(name), swept);
                }
            }
        }
        return swept;
    }

    private void sweepOne(Path leftover, List<String> swept) {
        String id = idOf(leftover.getFileName().toString());
        try (ContainerDirectory owner = directory(id, true)) {
            if (owner.isAbandoned()) {
                FileTree.delete(leftover);
                swept.add(id);
            }
        }
    }

    private static String idOf(String name) {
        return name.startsWith(HIDDEN) ? name.substring(1) : name;
    }

    private ContainerDirectory directory(String id, boolean volatileState) {
        Path run = running.resolve(id);
        return new ContainerDirectory(
                id, volatileState ? run : durable.resolve(id), run, layers.resolve(id));
    }

    private static List<String> ids(List<String> names) {
        return names.stream().filter(name -> name.length() == ID_LENGTH).toList();
    }

    private static List<String> names(Path parent) {
        try {
            return FolderNames.in(parent);
        } catch (IOException e) {
            throw StoreFailures.of(CANNOT_LIST, e);
        }
    }
}
