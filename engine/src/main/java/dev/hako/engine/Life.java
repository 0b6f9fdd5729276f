package dev.hako.engine;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.event.Actions;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.RestartMemory;
import dev.hako.engine.timeline.StartStage;
import dev.hako.failure.Failure;
import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Foreground;
import dev.hako.isolation.StartTimes;
import dev.hako.isolation.Task;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to one container, from its making to its removal.
///
/// Those who change it take turns; a snapshot of its state never waits.
final class Life {
    private static final int LOST = 255;
    private static final Logger LOG = LoggerFactory.getLogger(Life.class);

    private final ContainerDirectory directory;
    private final Household household;
    private final Supervision supervision;
    final ReentrantLock turn = new ReentrantLock(); // also held by work on files while it is idle
    private final Ends ends = new Ends();
    private volatile ContainerDocument document;
    private volatile ContainerState state;
    private volatile @Nullable Task task;
    private volatile boolean letGo;
    private volatile boolean outlivesEnd;

    /// @param past its state before; if it runs, see [#watch]
    Life(ContainerDocument document, ContainerDirectory directory, Household household, Past past) {
        this.document = document;
        this.directory = directory;
        this.household = household;
        this.state = past.state();
        this.task = past.task().orElse(null);
        this.supervision =
                new Supervision(
                        directory,
                        household,
                        () -> this.document.config().lifecycle(),
                        past.document());
    }

    ContainerDocument document() {
        return document;
    }

    ContainerState state() {
        return state;
    }

    Supervision supervision() {
        return supervision;
    }

    /// Where it is recorded what happens to it.
    ContainerEvents events() {
        return new ContainerEvents(household.events(), document);
    }

    private String quoted() {
        return "container \"" + document.name() + "\"";
    }

    private boolean autoRemove() {
        return document.config().lifecycle().autoRemove();
    }

    /// See [Container#start].
    void start(Optional<Foreground> foreground) {
        turn.lock();
        try {
            start(foreground, RestartMemory.NONE);
        } finally {
            turn.unlock();
        }
    }

    private void start(Optional<Foreground> foreground, RestartMemory memory) {
        requestStart();
        try {
            run(foreground, memory);
        } catch (Failure e) {
            if (state instanceof ContainerState.Starting) {
                startFailed(e);
            }
            throw e;
        }
    }

    private void requestStart() {
        try {
            enter(new ContainerEvent.StartRequested());
        } catch (Failure e) {
            throw e.during("cannot start " + quoted());
        }
    }

    private void run(Optional<Foreground> foreground, RestartMemory memory) {
        StartRequest request = StartRequest.of(foreground, household.clock().instant());
        directory.clearForStart();
        supervision.starting(memory);
        request.clock().mark(StartStage.RECORD);
        Task started = household.tasks().start(document, directory, request);
        Instant since =
                started.startTimes()
                        .map(StartTimes::startedAt)
                        .orElseGet(household.clock()::instant);
        task = started;
        enter(new ContainerEvent.Started(started.pid(), since));
        foreground.ifPresent(_ -> events().tell(Actions.ATTACH));
        household.volumes().tellMounted(document);
        events().tell(Actions.START);
        watch();
        supervision.running(since, request.clock().timeline());
    }

    private void startFailed(Failure e) {
        ExitStatus exit = ExitStatus.exited(StartExitCode.of(e), household.clock().instant());
        enter(new ContainerEvent.StartFailed(exit, String.valueOf(e.getMessage())));
        supervision.failed(exit, e);
        if (autoRemove()) {
            discard();
            directory.layers().delete();
        }
        announceEnd(exit);
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
        state.running().ifPresent(run -> household.attend(document.id(), run));
    }

    /// What a task says after this engine has let go of it is not its end. Another engine's
    /// container is that engine's to look after.
    private void ended(Task ended, @Nullable ExitStatus exit, @Nullable Throwable lost) {
        if (letGo) {
            return;
        }
        ExitStatus known =
                exit != null ? directory.whole(exit) : directory.exit().orElseGet(this::lostExit);
        boolean vanished = lost != null && !directory.hasExit();
        Optional<String> error = vanished ? Optional.of("its monitor vanished") : Optional.empty();
        turn.lock();
        try {
            task = null;
            ContainerState.Exited exited =
                    (ContainerState.Exited) state.next(new ContainerEvent.Ended(known, error));
            boolean supervised = supervision.held();
            Optional<RestartMemory> again =
                    supervised ? supervision.afterEnd(exited) : Optional.empty();
            // At once: nobody is to see it ended for good when it is not.
            state = again.map(memory -> restarting(exited, memory)).orElse(exited);
            if (supervised) {
                afterEnd(ended, exited);
            }
            again.ifPresent(this::startLater);
        } finally {
            ended.close();
            announceEnd(known);
            turn.unlock();
        }
    }

    /// Removes what is to be removed and lets the clients know, in this order, so that a name is
    /// free again when `run --rm` returns. A monitor that left no exit was killed, and what it was
    /// to remove is still there.
    private void afterEnd(Task ended, ContainerState.Exited exited) {
        if (!directory.hasExit() || document.config().limits().pinned()) {
            household.tasks().collect(document);
        }
        tellEnd(exited);
        if (autoRemove() && !outlivesEnd) {
            discard();
        }
        ended.release();
        if (state instanceof ContainerState.Removing) {
            directory.layers().delete();
        }
    }

    private void tellEnd(ContainerState.Exited exited) {
        new EndNotice(household, directory, document).tell(exited);
    }

    /// Does what its end asks for, if that came while no engine was there.
    void catchUp() {
        turn.lock();
        try {
            if (state instanceof ContainerState.Exited exited && supervision.held()) {
                if (directory.wasStarted()) {
                    tellEnd(exited);
                }
                supervision
                        .afterAbsence(exited)
                        .ifPresent(memory -> {
                            state = restarting(exited, memory);
                            startLater(memory);
                        });
            }
        } finally {
            turn.unlock();
        }
    }

    private static ContainerState restarting(ContainerState.Exited exited, RestartMemory memory) {
        return exited.next(new ContainerEvent.RestartPlanned(memory.count()));
    }

    private void startLater(RestartMemory memory) {
        ContainerState planned = state;
        CompletableFuture.delayedExecutor(
                        memory.pause().toMillis(),
                        TimeUnit.MILLISECONDS,
                        Thread::startVirtualThread)
                .execute(() -> startAgain(planned, memory));
    }

    /// A user may have started, stopped or removed it meanwhile.
    private void startAgain(ContainerState planned, RestartMemory memory) {
        turn.lock();
        try {
            if (state.equals(planned) && !letGo) {
                start(Optional.empty(), memory);
            }
        } catch (Failure e) {
            LOG.warn("{}", e.getMessage());
        } finally {
            turn.unlock();
        }
    }

    private ExitStatus lostExit() {
        return ExitStatus.exited(LOST, household.clock().instant());
    }

    private void announceEnd(ExitStatus exit) {
        ends.announce(exit, state instanceof ContainerState.Removing);
    }

    /// Completes when it is not running: at once, if it is not.
    CompletableFuture<ExitStatus> ended() {
        CompletableFuture<ExitStatus> next = ends.next();
        return state instanceof ContainerState.Exited exited
                ? CompletableFuture.completedFuture(exited.exit())
                : next;
    }

    /// Tells who waits for its ends.
    Ends ends() {
        return ends;
    }

    /// Sees to it that nobody but a user starts it again.
    ///
    /// @return whether it was just waiting for that
    boolean rest() {
        turn.lock();
        try {
            if (state.live()) {
                supervision.rest();
            }
            if (!(state instanceof ContainerState.Restarting waiting)) {
                return false;
            }
            enter(new ContainerEvent.RestartCancelled());
            announceEnd(waiting.exited().exit());
            return true;
        } finally {
            turn.unlock();
        }
    }

    /// Gives it another name.
    ///
    /// @throws Failure `ALREADY_EXISTS` if another container has it
    void rename(String newName) {
        String oldName = document.name();
        turn.lock();
        try {
            supervision.require();
            if (state instanceof ContainerState.Removing) {
                throw Failure.conflict("it is removing");
            }
            document = new Renaming(household, directory).of(document, newName);
            household.networks().switchboard().renamed(document, directory);
            events().rename(oldName);
        } catch (Failure e) {
            throw e.during("cannot rename " + quoted());
        } finally {
            turn.unlock();
        }
    }

    /// Keeps another configuration, from the next start on. The caller has the turn.
    void rewrite(ContainerConfig config) {
        ContainerDocument rewritten = document.with(config);
        directory.write(rewritten);
        document = rewritten;
    }

    /// Removes it, which must not be running.
    ///
    /// @throws Failure `CONFLICT` when it runs
    void remove() {
        turn.lock();
        try {
            if (state instanceof ContainerState.Removing) {
                return;
            }
            supervision.require();
            ExitStatus last =
                    state instanceof ContainerState.Exited exited ? exited.exit() : lostExit();
            discard();
            household.removeLayers(document, directory);
            ends.removed().complete(last);
        } catch (Failure e) {
            Failure hinted =
                    state.live() ? e.hint("stop it first, or force its removal with `-f`") : e;
            throw hinted.during("cannot remove " + quoted());
        } finally {
            turn.unlock();
        }
    }

    /// From here on the container does not exist any more.
    private void discard() {
        enter(new ContainerEvent.RemoveRequested());
        household.deliveries().finish(document.id());
        directory.delete();
        household.forget(document);
        events().tell(Actions.DESTROY);
    }

    /// Its program, if it runs: asked without waiting for those who change it.
    Optional<Task> task() {
        return Optional.ofNullable(task);
    }

    /// A running program and the wait for its end.
    record Program(Task task, CompletableFuture<ExitStatus> end) {}

    /// Its program, if it runs. Whoever asks while it is being started waits for that.
    Optional<Program> program() {
        turn.lock();
        try {
            return Optional.ofNullable(task).map(running -> new Program(running, ends.next()));
        } finally {
            turn.unlock();
        }
    }

    /// While `outlives` holds, its end does not remove it.
    void outliveEnd(boolean outlives) {
        outlivesEnd = outlives;
    }

    /// Whether it needs an engine to be there.
    boolean needsEngine() {
        return state.live()
                && (autoRemove() || supervision.restarts() || document.config().attended());
    }

    /// Lets go of it; it lives on.
    void letGo() {
        letGo = true;
        task().ifPresent(Task::close);
        directory.close();
    }

    void enter(ContainerEvent event) {
        state = state.next(event);
    }
}
