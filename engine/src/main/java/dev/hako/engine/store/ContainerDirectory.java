package dev.hako.engine.store;

import dev.hako.engine.health.Health;
import dev.hako.isolation.ExitFile;
import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.OomFile;
import dev.hako.isolation.TaskAddress;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileTree;
import dev.hako.kernel.Flock;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one container has on disk.
public final class ContainerDirectory implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String LOG = "log";
    static final String DECISIONS = "egress";

    private final String id;
    private final Path state;
    private final Path run;
    private final WritableLayers layers;
    private @Nullable Fd lock;

    ContainerDirectory(String id, Path state, Path run, Path layers) {
        this.id = id;
        this.state = state;
        this.run = run;
        this.layers = new WritableLayers(layers);
    }

    /// The container's.
    public String id() {
        return id;
    }

    /// Documents, log and exit file.
    public Path state() {
        return state;
    }

    /// Sockets; all there is, if the state need not survive a reboot.
    public Path run() {
        return run;
    }

    /// Writable layers.
    public WritableLayers layers() {
        return layers;
    }

    public Path log() {
        return state.resolve(LOG);
    }

    /// What was decided about where it sends; older parts are `….1`, `….2`.
    public Path decisions() {
        return state.resolve(DECISIONS);
    }

    /// Whether the state survives a reboot.
    public boolean durable() {
        return !state.equals(run);
    }

    public TaskAddress address() {
        return new TaskAddress(id, run);
    }

    /// Makes the directories and the document; the state directory appears whole, last of all.
    void make(ContainerDocument document) throws IOException {
        Path hidden = state.resolveSibling(ContainerStore.HIDDEN + id);
        Files.createDirectory(hidden, ContainerStore.PRIVATE);
        Durably.write(hidden.resolve(ContainerDocument.FILE), Json.write(document), durable());
        if (durable()) {
            Files.createDirectory(run, ContainerStore.PRIVATE);
            lockIn(run);
        } else {
            lockIn(hidden);
        }
        Files.move(hidden, state, StandardCopyOption.ATOMIC_MOVE);
        if (durable()) {
            Durably.syncDirectory(state.resolveSibling("."));
        }
    }

    public ContainerDocument document() {
        try {
            return ContainerDocument.parse(
                    Files.readAllBytes(state.resolve(ContainerDocument.FILE)));
        } catch (IOException e) {
            throw StoreFailures.of("cannot read container " + id, e);
        }
    }

    /// The last state document; empty before the first start.
    public Optional<StateDocument> stateDocument() {
        try {
            return Optional.of(
                    StateDocument.parse(Files.readAllBytes(state.resolve(StateDocument.FILE))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailures.of("cannot read the state of container " + id, e);
        }
    }

    /// Replaces the container's document by one with another name.
    public void write(ContainerDocument document) {
        replace(ContainerDocument.FILE, document);
    }

    /// Whether a monitor was ever started here in this boot.
    public boolean wasStarted() {
        return Files.exists(run.resolve(TaskAddress.MONITOR_SOCKET));
    }

    /// From now on it does not look as if a monitor lived here, or as if somebody had still to hear
    /// of its end.
    public void forgetMonitor() {
        try {
            Files.deleteIfExists(run.resolve(TaskAddress.MONITOR_SOCKET));
        } catch (IOException e) {
            throw StoreFailures.of("cannot tidy up after container " + id, e);
        }
    }

    /// Replaces the state document.
    public void write(StateDocument document) {
        replace(StateDocument.FILE, document);
    }

    /// What was learned of the health of the last run in this boot.
    public Optional<Health> health() {
        try {
            byte[] document = Files.readAllBytes(run.resolve(HealthDocument.FILE));
            return Optional.of(HealthDocument.parse(document).health());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailures.of("cannot read the health of container " + id, e);
        }
    }

    /// Keeps what was learned of the health of this run, as long as the machine runs.
    public void write(Health health) {
        try {
            Path temporary = run.resolve(ContainerStore.HIDDEN + HealthDocument.FILE);
            Files.write(temporary, Json.write(new HealthDocument(health)));
            Files.move(temporary, run.resolve(HealthDocument.FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StoreFailures.of("cannot write the health of container " + id, e);
        }
    }

    private void replace(String file, JsonRecord document) {
        try {
            Path temporary = state.resolve(ContainerStore.HIDDEN + file);
            Durably.write(temporary, Json.write(document), durable());
            Files.move(temporary, state.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StoreFailures.of("cannot write the state of container " + id, e);
        }
    }

    /// What the monitor wrote when the last run ended; empty while it runs.
    public Optional<ExitStatus> exit() {
        return ExitFile.read(exitFile()).map(this::whole);
    }

    private Path exitFile() {
        return state.resolve(TaskAddress.EXIT_FILE);
    }

    /// The same end with what the kernel has left to be known of it.
    public ExitStatus whole(ExitStatus exit) {
        return exit.withOomKill(OomFile.tellsOfKill(state));
    }

    /// Whether [#exit] has something to say.
    public boolean hasExit() {
        return ExitFile.read(exitFile()).isPresent();
    }

    /// Readies the directories for another run: no exit file, no socket, the run directory there.
    public void clearForStart() {
        try {
            if (Files.notExists(run)) {
                Files.createDirectory(run, ContainerStore.PRIVATE);
                lockIn(run);
            }
            Files.deleteIfExists(exitFile());
            Files.deleteIfExists(state.resolve(TaskAddress.OOM_FILE));
            Files.deleteIfExists(run.resolve(TaskAddress.MONITOR_SOCKET));
            Files.deleteIfExists(run.resolve(HealthDocument.FILE));
        } catch (IOException e) {
            throw StoreFailures.of("cannot ready the state of container " + id, e);
        }
    }

    /// Takes the container's lock, which makes this engine the one that supervises it.
    public boolean tryLock() {
        if (lock != null) {
            return true;
        }
        try {
            if (Files.notExists(run)) {
                Files.createDirectory(run, ContainerStore.PRIVATE);
            }
            return lockIn(run);
        } catch (IOException e) {
            throw StoreFailures.of("cannot lock container " + id, e);
        }
    }

    private boolean lockIn(Path directory) {
        Fd file =
                Open.openat(
                        Fd.CWD,
                        NativePath.of(directory.resolve(LOCK).toString()),
                        Open.O_RDWR | Open.O_CREAT | Open.O_CLOEXEC,
                        0600);
        if (Flock.tryExclusive(file)) {
            lock = file;
            return true;
        }
        file.close();
        return false;
    }

    /// Whether nobody works on it, so that leftovers may go. Whether it has been removed meanwhile.
    public boolean isGone() {
        return Files.notExists(state.resolve(ContainerDocument.FILE));
    }

    boolean isAbandoned() {
        if (!Files.isDirectory(run)) {
            return true;
        }
        try {
            return lockIn(run);
        } catch (KernelException _) {
            return false;
        }
    }

    /// Removes everything, layers last: the container is gone once its state is.
    public void delete() {
        if (Files.exists(state)) {
            Path hidden = state.resolveSibling(ContainerStore.HIDDEN + id);
            try {
                Files.move(state, hidden, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw StoreFailures.of("cannot remove container " + id, e);
            }
        }
        FileTree.delete(state.resolveSibling(ContainerStore.HIDDEN + id));
        FileTree.delete(run);
        close();
    }

    /// Gives up the lock.
    @Override
    public void close() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}
