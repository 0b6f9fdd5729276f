package dev.hako.engine.store;

import dev.hako.failure.Failure;
import dev.hako.kernel.FileTree;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What one pod has on disk: a document that survives a reboot, and a run directory in which its
/// namespaces are held.
public final class PodDirectory {
    private final String id;
    private final Path state;
    private final Path run;

    PodDirectory(String id, Path state, Path run) {
        this.id = id;
        this.state = state;
        this.run = run;
    }

    public String id() {
        return id;
    }

    /// Where its namespaces are held; made by [#ready].
    public Path run() {
        return run;
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
        Durably.write(hidden().resolve(PodDocument.FILE), Json.write(document), true);
        Files.createDirectory(run, ContainerStore.PRIVATE);
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

    private static void move(Path from, Path to, String intent) {
        try {
            Durably.rename(from, to);
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
