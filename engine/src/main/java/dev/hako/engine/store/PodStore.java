package dev.hako.engine.store;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Flock;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Every pod's directories.
public final class PodStore {
    private static final String CANNOT_LIST = "cannot list pods";

    private final Path durable;
    private final Path temporary;
    private final Path running;
    private final FolderNames durableNames;
    private final FolderNames temporaryNames;

    /// @param durable of documents
    /// @param temporary of documents that need not survive a reboot
    /// @param running of what does not survive a reboot
    public PodStore(Path durable, Path temporary, Path running) {
        this.durable = durable;
        this.temporary = temporary;
        this.running = running;
        this.durableNames = new FolderNames(durable);
        this.temporaryNames = new FolderNames(temporary);
    }

    /// Makes a new pod's directories, of which nobody knows until [PodDirectory#appear].
    ///
    /// @throws dev.hako.failure.Failure naming what could not be written and why
    public PodDirectory create(PodDocument document) {
        PodDirectory directory =
                document.config().orchestration().temporary()
                        ? temporary(document.id())
                        : directory(document.id());
        try {
            directory.make(document);
            return directory;
        } catch (IOException e) {
            directory.delete();
            throw StoreFailures.of("cannot create pod \"" + document.name() + "\"", e);
        }
    }

    /// The ids of all pods there are.
    public Set<String> ids() {
        try {
            Set<String> ids = new LinkedHashSet<>(durableNames.all());
            ids.addAll(temporaryNames.all());
            ids.removeIf(name -> name.startsWith(ContainerStore.HIDDEN));
            return ids;
        } catch (IOException e) {
            throw StoreFailures.of(CANNOT_LIST, e);
        }
    }

    public Optional<PodDirectory> find(String id) {
        if (Files.exists(temporary.resolve(id).resolve(PodDocument.FILE))) {
            return Optional.of(temporary(id));
        }
        return Files.exists(durable.resolve(id).resolve(PodDocument.FILE))
                ? Optional.of(directory(id))
                : Optional.empty();
    }

    /// Whether a pod exists, or is being made or removed.
    public boolean holds(String id) {
        return Stream.of(durable, temporary)
                .anyMatch(parent ->
                        Files.exists(parent.resolve(id))
                                || Files.exists(parent.resolve(ContainerStore.HIDDEN + id)));
    }

    /// Held by whoever makes or removes a pod, so that nobody takes it for a leftover.
    public Fd lockForWork() {
        Fd directory = open();
        Flock.shared(directory);
        return directory;
    }

    private Fd open() {
        return Open.openat(
                Fd.CWD,
                NativePath.of(durable.toString()),
                Open.O_RDONLY | Open.O_DIRECTORY | Open.O_CLOEXEC);
    }

    /// Hands over what pods have left that were being made or removed when their engine was killed.
    /// While another engine works on one, nothing is certain, and nothing is done.
    public void sweep(Consumer<PodDirectory> collector) {
        try (Fd directory = open()) {
            if (Flock.tryExclusive(directory)) {
                leftovers().forEach(collector);
            }
        }
    }

    private Set<PodDirectory> leftovers() {
        Set<String> ids = new LinkedHashSet<>();
        Set<String> found = names(running);
        found.addAll(names(durable));
        found.addAll(names(temporary));
        for (String name : found) {
            ids.add(name.startsWith(ContainerStore.HIDDEN) ? name.substring(1) : name);
        }
        Set<PodDirectory> leftovers = new LinkedHashSet<>();
        for (String id : ids) {
            if (find(id).isEmpty()) {
                boolean kept = Files.exists(durable.resolve(ContainerStore.HIDDEN + id));
                leftovers.add(kept ? directory(id) : temporary(id));
            }
        }
        return leftovers;
    }

    private PodDirectory temporary(String id) {
        return new PodDirectory(id, temporary.resolve(id), running.resolve(id), false);
    }

    private PodDirectory directory(String id) {
        return new PodDirectory(id, durable.resolve(id), running.resolve(id), true);
    }

    private static Set<String> names(Path parent) {
        try {
            return new LinkedHashSet<>(FolderNames.in(parent));
        } catch (IOException e) {
            throw StoreFailures.of(CANNOT_LIST, e);
        }
    }
}
