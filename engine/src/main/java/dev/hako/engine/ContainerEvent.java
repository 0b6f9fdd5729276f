package dev.hako.engine;

import dev.hako.isolation.ExitStatus;
import java.time.Instant;
import java.util.Optional;

/// What can happen to a container; see [ContainerState#next].
sealed interface ContainerEvent {
    record StartRequested() implements ContainerEvent {}

    record Started(int pid, Instant at) implements ContainerEvent {}

    /// The program could not be started.
    ///
    /// @param exit what callers see as its exit: 125 to 127, as a shell counts
    record StartFailed(ExitStatus exit, String error) implements ContainerEvent {}

    /// All its processes are held.
    record Paused() implements ContainerEvent {}

    /// They go on.
    record Unpaused() implements ContainerEvent {}

    /// The program has ended.
    ///
    /// @param error set if how it ended is not known
    record Ended(ExitStatus exit, Optional<String> error) implements ContainerEvent {}

    /// It has ended, and is to be started again after a pause.
    record RestartPlanned(int count) implements ContainerEvent {}

    /// It is not to be started again after all.
    record RestartCancelled() implements ContainerEvent {}

    record RemoveRequested() implements ContainerEvent {}
}
