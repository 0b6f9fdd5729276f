package dev.hako.engine;

import dev.hako.engine.config.LifecycleOptions;
import dev.hako.engine.config.RestartPolicy;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.RestartMemory;
import dev.hako.engine.store.StateDocument;
import dev.hako.engine.timeline.StartTimeline;
import dev.hako.failure.Failure;
import dev.hako.isolation.ExitStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the engine that holds a container's lock knows and keeps of its runs: the state document,
/// and from it whether the container is to be started again. Those who write are the container's,
/// one at a time.
final class Supervision {
    private final ContainerDirectory directory;
    private final Household household;
    private final Supplier<LifecycleOptions> lifecycle;
    private volatile @Nullable StateDocument last;

    /// @param lifecycle the container's, which may change
    /// @param last what an earlier engine has kept
    Supervision(
            ContainerDirectory directory,
            Household household,
            Supplier<LifecycleOptions> lifecycle,
            Optional<StateDocument> last) {
        this.directory = directory;
        this.household = household;
        this.lifecycle = lifecycle;
        this.last = last.orElse(null);
    }

    /// Whether this engine is the one that looks after the container.
    boolean held() {
        return directory.tryLock();
    }

    /// @throws Failure `CONFLICT` if another engine looks after the container
    void require() {
        if (!held()) {
            throw Failure.conflict("another engine is working on it");
        }
    }

    /// It is being started.
    void starting(RestartMemory memory) {
        remember(StateDocument.starting(household.bootId(), memory));
    }

    /// It runs.
    void running(Instant since, StartTimeline taken) {
        remember(known().running(since, taken));
    }

    /// How long each part of its last start took, if anybody has kept that.
    Optional<StartTimeline> timeline() {
        return Optional.ofNullable(known().timeline());
    }

    /// It could not be started.
    void failed(ExitStatus exit, Failure why) {
        remember(known().ended(exit.waitStatus(), exit.finishedAt(), why.getMessage()));
    }

    /// A user wants it to end: it is not started again until a user starts it.
    void rest() {
        if (policy().restarts()) {
            remember(known().atRest());
        }
    }

    private RestartPolicy policy() {
        return lifecycle.get().restart();
    }

    private RestartRule rule() {
        return new RestartRule(policy());
    }

    private StateDocument known() {
        StateDocument document = last;
        return document != null
                ? document
                : StateDocument.starting(household.bootId(), RestartMemory.NONE);
    }

    /// What is gone at its end needs no state document.
    private void remember(StateDocument document) {
        last = document;
        if (!lifecycle.get().autoRemove()) {
            directory.write(document);
        }
    }

    /// How often it has been started again since a user started it.
    int restartCount() {
        return known().restarts().count();
    }

    /// Whether its end would not be the end of it.
    boolean restarts() {
        return policy().restarts() && !known().restarts().stopped();
    }

    /// What its end leads to: nothing, or a start after a pause.
    Optional<RestartMemory> afterEnd(ContainerState.Exited exited) {
        Instant end = exited.exit().finishedAt();
        Duration lasted = Duration.between(exited.startedAt().orElse(end), end);
        return rule().afterEnd(exited.exit().code(), lasted, known().restarts());
    }

    /// The same for an end that came when no engine was there. What could not be started is not
    /// tried again, unless the machine has been restarted since.
    Optional<RestartMemory> afterAbsence(ContainerState.Exited exited) {
        StateDocument document = last;
        if (document == null) {
            return Optional.empty();
        }
        if (!document.bootId().equals(household.bootId())) {
            return rule().afterBoot(document.restarts())
                    ? Optional.of(RestartMemory.NONE)
                    : Optional.empty();
        }
        return document.waitStatus() == null ? afterEnd(exited) : Optional.empty();
    }
}
