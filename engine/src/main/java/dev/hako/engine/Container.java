package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.log.LogReader;
import dev.hako.engine.log.LogRequest;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.StateDocument;
import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Foreground;
import dev.hako.isolation.Task;
import dev.hako.isolation.WindowSize;
import dev.hako.kernel.Fd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One container: what it is, where it is in its life, and what can be asked of it.
///
/// All methods may be called from any thread. Those that change the container take turns; a
/// snapshot of its state never waits.
public final class Container {
    private static final int SIGTERM = 15;
    private static final Duration STANDARD_STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final int LOST = 255;
    private static final String REMOVAL_HINT = "stop it first, or force its removal with `-f`";

    private final ContainerDocument document;
    private final ContainerDirectory directory;
    private final Household household;
    final ReentrantLock turn = new ReentrantLock(); // also held by work on files while it is idle
    private final CompletableFuture<ExitStatus> removed = new CompletableFuture<>();
    private volatile ContainerState state;
    private volatile @Nullable Task task;
    private volatile boolean letGo;
    private volatile CompletableFuture<ExitStatus> nextEnd = new CompletableFuture<>();

    /// @param task its program, if an earlier engine has started it and it runs; see [#watch]
    Container(
            ContainerDocument document,
            ContainerDirectory directory,
            Household household,
            ContainerState state,
            Optional<Task> task) {
        this.document = document;
        this.directory = directory;
        this.household = household;
        this.state = state;
        this.task = task.orElse(null);
    }

    /// 64 hexadecimal digits.
    public String id() {
        return document.id();
    }

    public String name() {
        return document.name();
    }

    public ContainerConfig config() {
        return document.config();
    }

    /// The name of the wall it runs behind.
    public String isolation() {
        return config().isolation().orElse(IsolationChoice.STANDARD);
    }

    public Instant createdAt() {
        return document.createdAt();
    }

    /// The pod it is in.
    public Optional<Pod> pod() {
        return household.neighbours().podOf(document);
    }

    /// Its program, if it runs: asked without waiting, by containers that join it.
    Optional<Task> runningTask() {
        return Optional.ofNullable(task);
    }

    /// Where it is in its life at this moment.
    public ContainerState state() {
        return state;
    }

    /// Its log, in Kubernetes' format; older parts are `….1`, `….2` …
    public Path logFile() {
        return directory.log();
    }

    /// Starts its program and returns once it runs.
    ///
    /// @throws Failure `CONFLICT` when it runs already, or what stood in the way
    public void start() {
        start(Optional.empty());
    }

    /// The same with a client attached from the first byte on: the monitor tells it the exit.
    public void start(Foreground foreground) {
        start(Optional.of(foreground));
    }

    private void start(Optional<Foreground> foreground) {
        turn.lock();
        try {
            requestStart();
            run(foreground);
        } catch (Failure e) {
            if (state instanceof ContainerState.Starting) {
                startFailed(e);
            }
            throw e;
        } finally {
            turn.unlock();
        }
    }

    private void requestStart() {
        try {
            enter(new ContainerEvent.StartRequested());
        } catch (Failure e) {
            throw e.during("cannot start container \"" + name() + "\"");
        }
    }

    private void run(Optional<Foreground> foreground) {
        directory.clearForStart();
        remember(StateDocument.starting(household.bootId()));
        Task started = household.tasks().start(document, directory, foreground);
        Instant now = household.clock().instant();
        task = started;
        enter(new ContainerEvent.Started(started.pid(), now));
        watch();
        remember(StateDocument.running(household.bootId(), now));
    }

    private void startFailed(Failure e) {
        Instant now = household.clock().instant();
        ExitStatus exit = ExitStatus.exited(startExitCode(e), now);
        enter(new ContainerEvent.StartFailed(exit, String.valueOf(e.getMessage())));
        remember(
                StateDocument.starting(household.bootId())
                        .ended(exit.waitStatus(), now, e.getMessage()));
        if (config().lifecycle().autoRemove()) {
            discard();
            directory.deleteLayers();
        }
        announceEnd(exit);
    }

    /// The exit code of a container that could not be started, as a shell counts.
    public static int startExitCode(Failure failure) {
        return switch (failure.kind()) {
            case NO_EXECUTABLE -> 127;
            case NOT_EXECUTABLE -> 126;
            default -> 125;
        };
    }

    /// Keeps the state document of a container that survives a reboot.
    private void remember(StateDocument document) {
        if (directory.durable()) {
            directory.write(document);
        }
    }

    /// Waits for the end of its program, if it runs. From then on it may vanish at any moment, so
    /// it must have been made known before.
    void watch() {
        Task running = task;
        if (running != null) {
            var _ =
                    running.exit()
                            .whenComplete((exit, lost) ->
                                    Thread.startVirtualThread(() -> ended(running, exit, lost)));
        }
    }

    /// What a task says after this engine has let go of it is not its end.
    private void ended(Task ended, @Nullable ExitStatus exit, @Nullable Throwable lost) {
        if (letGo) {
            return;
        }
        ExitStatus known = exit != null ? exit : directory.exit().orElseGet(this::lostExit);
        turn.lock();
        try {
            task = null;
            Optional<String> error =
                    lost == null || directory.exit().isPresent()
                            ? Optional.empty()
                            : Optional.of("its monitor vanished");
            enter(new ContainerEvent.Ended(known, error));
            afterEnd(ended);
        } finally {
            turn.unlock();
            ended.close();
            announceEnd(known);
        }
    }

    /// Removes what is to be removed and lets the clients know, in this order, so that a name is
    /// free again when `run --rm` returns. A monitor that left no exit was killed, and what it was
    /// to remove is still there. Another engine's container is that engine's to look after.
    private void afterEnd(Task ended) {
        if (directory.tryLock()) {
            if (directory.exit().isEmpty()) {
                household.tasks().collect(document);
            }
            if (config().lifecycle().autoRemove()) {
                discard();
            }
            ended.release();
            if (state instanceof ContainerState.Removing) {
                directory.deleteLayers();
            }
        }
    }

    private ExitStatus lostExit() {
        return ExitStatus.exited(LOST, household.clock().instant());
    }

    private void announceEnd(ExitStatus exit) {
        CompletableFuture<ExitStatus> announced = nextEnd;
        nextEnd = new CompletableFuture<>();
        announced.complete(exit);
        if (state instanceof ContainerState.Removing) {
            removed.complete(exit);
        }
    }

    /// Completes when it is not running: at once, if it is not.
    public CompletableFuture<ExitStatus> ended() {
        CompletableFuture<ExitStatus> next = nextEnd;
        return state instanceof ContainerState.Exited exited
                ? CompletableFuture.completedFuture(exited.exit())
                : next;
    }

    /// Completes the next time it ends.
    public CompletableFuture<ExitStatus> nextEnd() {
        return nextEnd;
    }

    /// Completes when it has been removed, with how it last ended.
    public CompletableFuture<ExitStatus> removed() {
        return removed;
    }

    /// Sends a signal to its program.
    ///
    /// @throws Failure `CONFLICT` when it is not running
    public void kill(int signal) {
        running("kill").kill(signal);
    }

    /// Ends its program, by force if it takes too long. One that does not run is left as it is.
    ///
    /// @param timeout how long it may take; empty: what the container was created with; negative:
    ///   for ever
    public void stop(Optional<Duration> timeout) {
        Task running = settledTask();
        if (running == null) {
            return;
        }
        Patience patience = new Patience(nextEnd);
        running.kill(config().lifecycle().stopSignal().orElse(SIGTERM));
        if (!patience.endsWithin(
                timeout.or(config().lifecycle()::stopTimeout).orElse(STANDARD_STOP_TIMEOUT))) {
            patience.kill(running, "cannot stop container \"" + name() + "\"");
        }
    }

    /// Removes it.
    ///
    /// @param force whether to kill it first if it runs
    /// @throws Failure `CONFLICT` when it runs and is not to be killed
    public void remove(boolean force) {
        if (force) {
            killForRemoval();
        }
        turn.lock();
        try {
            if (state instanceof ContainerState.Removing) {
                return;
            }
            requireSupervision();
            ExitStatus last =
                    state instanceof ContainerState.Exited exited ? exited.exit() : lostExit();
            discard();
            directory.deleteLayers();
            removed.complete(last);
        } catch (Failure e) {
            throw (state.live() ? e.hint(REMOVAL_HINT) : e)
                    .during("cannot remove container \"" + name() + "\"");
        } finally {
            turn.unlock();
        }
    }

    private void killForRemoval() {
        Task running = settledTask();
        if (running != null) {
            new Patience(nextEnd).kill(running, "cannot remove container \"" + name() + "\"");
        }
    }

    private void requireSupervision() {
        if (!directory.tryLock()) {
            throw Failure.conflict("another engine is working on it");
        }
    }

    /// From here on the container does not exist any more.
    private void discard() {
        enter(new ContainerEvent.RemoveRequested());
        directory.delete();
        household.forget(this);
    }

    /// Starts another program in it and returns once it runs.
    ///
    /// @param foreground a client attached from the first byte on
    /// @throws Failure `CONFLICT` when it is not running, or what stood in the way
    public Exec exec(ExecConfig config, Optional<Foreground> foreground) {
        Task into = running("exec in");
        return household.tasks().exec(document, directory, into, config, foreground);
    }

    /// Hands a client's connection over to the container's monitor.
    ///
    /// @throws Failure `CONFLICT` when it is not running
    public void attach(Fd client, Attachment attachment) {
        running("attach to").attach(client, attachment);
    }

    /// Sets the size of its terminal.
    public void resize(WindowSize size) {
        running("resize").resize(size);
    }

    /// Reads its log.
    public LogReader logs(LogRequest request) {
        return LogReader.open(directory.log(), request, () -> state.live());
    }

    private Task running(String intent) {
        Task running = settledTask();
        if (running == null) {
            throw Failure.conflict(
                            "cannot " + intent + " container \"" + name() + "\": it is not running")
                    .hint("start it with `hako start " + name() + "`");
        }
        return running;
    }

    /// Its program, if it runs. Whoever asks while it is being started waits for that.
    private @Nullable Task settledTask() {
        turn.lock();
        try {
            return task;
        } finally {
            turn.unlock();
        }
    }

    /// Whether it needs an engine to be there while it runs.
    boolean needsEngine() {
        return state.live() && config().lifecycle().autoRemove();
    }

    /// Lets go of it; it lives on.
    void letGo() {
        letGo = true;
        Task running = task;
        if (running != null) {
            running.close();
        }
        directory.close();
    }

    private void enter(ContainerEvent event) {
        state = state.next(event);
    }

    @Override
    public String toString() {
        return name() + " (" + state.word() + ")";
    }
}
