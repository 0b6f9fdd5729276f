package dev.hako.engine;

import dev.hako.failure.Failure;
import dev.hako.isolation.ExitStatus;
import java.time.Instant;
import java.util.Optional;

/// Where a container is in its life. Each state carries only what exists in it.
public sealed interface ContainerState {
    /// Made, never started.
    record Created() implements ContainerState {}

    /// Between the request to start and the program's first instruction.
    record Starting() implements ContainerState {}

    /// Its program runs.
    ///
    /// @param pid of its first process, as the host sees it
    record Running(int pid, Instant startedAt) implements ContainerState {}

    /// Its program runs, but all its processes are held: no time passes for them.
    ///
    /// @param pid of its first process, as the host sees it
    record Paused(int pid, Instant startedAt) implements ContainerState {}

    /// Its program has ended, or could not be started.
    ///
    /// @param exit how it ended
    /// @param startedAt empty if it never ran
    /// @param error why it could not be started, or was lost
    record Exited(ExitStatus exit, Optional<Instant> startedAt, Optional<String> error)
            implements ContainerState {}

    /// Its program has ended and will be started again after a pause.
    ///
    /// @param exited how it has ended
    /// @param count how often it will have been started again then
    record Restarting(Exited exited, int count) implements ContainerState {}

    /// On its way out; nothing else can be asked of it.
    record Removing() implements ContainerState {}

    /// Docker's word for it.
    default String word() {
        return switch (this) {
            case Created _ -> "created";
            case Starting _ -> "starting";
            case Running _ -> "running";
            case Paused _ -> "paused";
            case Exited _ -> "exited";
            case Restarting _ -> "restarting";
            case Removing _ -> "removing";
        };
    }

    /// Whether a process may be alive now, or soon without anybody's doing.
    default boolean live() {
        return active() || this instanceof Restarting;
    }

    /// Its present run, even while that is held.
    default Optional<Running> running() {
        return switch (this) {
            case Running run -> Optional.of(run);
            case Paused(int pid, Instant since) -> Optional.of(new Running(pid, since));
            case Created _, Starting _, Exited _, Restarting _, Removing _ -> Optional.empty();
        };
    }

    /// Whether its program runs, or is about to.
    default boolean active() {
        return this instanceof Starting || this instanceof Running || this instanceof Paused;
    }

    private boolean idle() {
        return this instanceof Created || this instanceof Exited;
    }

    /// The state after an event: the whole state machine.
    ///
    /// @throws Failure `CONFLICT` when the event cannot happen in this state
    default ContainerState next(ContainerEvent event) {
        return switch (event) {
            case ContainerEvent.StartRequested _ when idle() || this instanceof Restarting ->
                    new Starting();
            case ContainerEvent.Started started when this instanceof Starting ->
                    new Running(started.pid(), started.at());
            case ContainerEvent.StartFailed failed when this instanceof Starting ->
                    new Exited(failed.exit(), Optional.empty(), Optional.of(failed.error()));
            case ContainerEvent.Paused _ when this instanceof Running(int pid, Instant since) ->
                    new Paused(pid, since);
            case ContainerEvent.Unpaused _ when this instanceof Paused(int pid, Instant since) ->
                    new Running(pid, since);
            case ContainerEvent.Ended ended when active() ->
                    new Exited(ended.exit(), startBefore(ended.exit()), ended.error());
            case ContainerEvent.RestartPlanned planned when this instanceof Exited exited ->
                    new Restarting(exited, planned.count());
            case ContainerEvent.RestartCancelled _ when this instanceof Restarting waiting ->
                    waiting.exited();
            case ContainerEvent.RemoveRequested _ when idle() -> new Removing();
            case ContainerEvent.StartRequested _,
                    ContainerEvent.Started _,
                    ContainerEvent.StartFailed _,
                    ContainerEvent.Paused _,
                    ContainerEvent.Unpaused _,
                    ContainerEvent.Ended _,
                    ContainerEvent.RestartPlanned _,
                    ContainerEvent.RestartCancelled _,
                    ContainerEvent.RemoveRequested _ ->
                    throw refusal();
        };
    }

    private Failure refusal() {
        Failure refusal = Failure.conflict("it is " + word());
        return this instanceof Paused ? refusal.hint("let it go on with `hako unpause`") : refusal;
    }

    /// When it started. That is noted once the start is known here, and a short program may have
    /// ended by then: by its monitor's clock, which is asked at once.
    private Optional<Instant> startBefore(ExitStatus exit) {
        return running()
                .map(Running::startedAt)
                .map(start -> start.isAfter(exit.finishedAt()) ? exit.finishedAt() : start);
    }
}
