package dev.hako.engine.store;

import dev.hako.failure.Failure;
import dev.hako.kernel.FileTree;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// What one pod has on disk: a document that survives a reboot, unless the pod need not, and a run
/// directory in which its namespaces are held.
public final class PodDirectory {
    private final String id;
    private final Path state;
    private final Path run;
    private final boolean durable;

    /// @param durable whether `state` is to survive a crash of the machine
    PodDirectory(String id, Path state, Path run, boolean durable) {
        this.id = id;
        this.state = state;
        this.run = run;
        this.durable = durable;
    }

    public String id() {
        return id;
    }

    /// Where its namespaces are held; made by [#ready].
    public Path run() {
        return run;
    }

    /// The file in which decisions about where it sends are on record.
    public Path decisions() {
        return state.resolve(ContainerDirectory.DECISIONS);
    }

    public PodDocument document() {
        try {
            return PodDocument.parse(Files.readAllBytes(state.resolve(PodDocument.FILE)));
        } catch (IOException e) {
            throw StoreFailures.of("cannot read pod " + id, e);
        }
    }

    /// Writes the document where nobody looks for it, and makes the run directory.
    void make(PodDocument document) throws IOException {
        Files.createDirectory(hidden(), ContainerStore.PRIVATE);
        Durably.write(hidden().resolve(PodDocument.FILE), Json.write(document), durable);
        Files.createDirectory(run, ContainerStore.PRIVATE);
    }

    /// Writes another document of the pod.
    public void rewrite(PodDocument document) {
        try {
            Durably.write(state.resolve(PodDocument.FILE), Json.write(document), true);
        } catch (IOException e) {
            throw StoreFailures.of("cannot write down pod " + id, e);
        }
    }

    /// From here on the pod exists.
    public void appear() {
        move(hidden(), state, "cannot create pod " + id);
    }

    /// From here on the pod does not exist; what is left of it is a leftover.
    public void vanish() {
        if (Files.exists(state)) {
            move(state, hidden(), "cannot remove pod " + id);
        }
    }

    private void move(Path from, Path to, String intent) {
        try {
            if (durable) {
                Durably.rename(from, to);
            } else {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw StoreFailures.of(intent, e);
        }
    }

    /// Makes the run directory again if a reboot has taken it.
    ///
    /// @throws Failure if it cannot be made
    public void ready() {
        try {
            if (Files.notExists(run)) {
                Files.createDirectory(run, ContainerStore.PRIVATE);
            }
        } catch (IOException e) {
            throw StoreFailures.of("cannot ready pod " + id, e);
        }
    }

    /// Whether [#run] is there.
    public boolean isReady() {
        return Files.exists(run);
    }

    /// Removes the run directory. What was held there must have been let go of.
    public void unready() {
        FileTree.delete(run);
    }

    /// Removes everything. What was held must have been let go of.
    public void delete() {
        vanish();
        FileTree.delete(run);
        FileTree.delete(hidden());
    }

    private Path hidden() {
        return state.resolveSibling(ContainerStore.HIDDEN + id);
    }
}
