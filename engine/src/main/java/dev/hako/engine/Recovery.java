package dev.hako.engine;

import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.engine.store.ContainerStore;
import dev.hako.engine.store.StateDocument;
import dev.hako.failure.Failure;
import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Freezable;
import dev.hako.isolation.Task;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rebuilds an engine's memory from what is on disk and from living monitors.
///
/// That a container runs is known from its monitor alone, that it is paused, from the kernel; how
/// it ended, from the exit file; that it was started at all, from the state document. A container
/// whose documents cannot be read is reported and left alone.
///
/// Threads: whoever finds unknown containers takes them in one thread at a time, so that each has
/// one object that follows it and holds its lock.
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int LOST = 255;

    private final Household household;
    private final ReentrantLock turn = new ReentrantLock();

    /// All that is in it was taken in, or forgotten.
    private volatile ContainerStore.@Nullable Listing settled;

    Recovery(Household household) {
        this.household = household;
    }

    /// Takes in every container there is, and collects what crashes have left.
    void all() {
        catchUp();
        household.store().sweep();
        household.names().sweep(this::holds);
    }

    /// A container that was being given another name has one of the two only.
    private boolean holds(String name, String id) {
        Container known = household.containers().get(id);
        return household.store().has(id)
                && (known == null
                        || !known.life().supervision().held()
                        || known.name().equals(name));
    }

    /// Takes in containers that other engines have made since, and forgets those they removed.
    void catchUp() {
        ContainerStore.Listing now = household.store().listing();
        if (now.equals(settled)) {
            return;
        }
        Set<String> ids = household.store().ids(now, this::isTemporary);
        if (!ids.stream().allMatch(this::isKnown)) {
            turn.lock();
            try {
                ids.stream()
                        .filter(id -> !isKnown(id))
                        .forEach(id -> household.store().find(id).ifPresent(this::takeIn));
            } finally {
                turn.unlock();
            }
        }
        household
                .containers()
                .values()
                .removeIf(container ->
                        !ids.contains(container.id())
                                && household.store().find(container.id()).isEmpty());
        // What could not be taken in is tried again the next time.
        if (ids.stream().allMatch(this::isKnown)) {
            settled = now;
        }
    }

    private boolean isTemporary(String id) {
        Container known = household.containers().get(id);
        return known != null && !known.isDurable();
    }

    private boolean isKnown(String id) {
        return household.containers().containsKey(id) || household.emerging().contains(id);
    }

    private void takeIn(ContainerDirectory directory) {
        try {
            Container container = container(directory);
            household.containers().put(container.id(), container);
            container.life().watch();
            container.life().catchUp();
            if (!container.state().live()) {
                household.deliveries().begin(container);
            }
            finish(container);
        } catch (Failure | IllegalArgumentException e) {
            LOG.warn("cannot take in a container: {}", e.getMessage());
        }
    }

    private Container container(ContainerDirectory directory) {
        ContainerDocument document = directory.document();
        boolean supervised = directory.tryLock();
        Optional<Task> task = household.tasks().reconnect(document, directory);
        boolean leftovers = !directory.hasExit() || document.config().limits().pinned();
        if (supervised && task.isEmpty() && leftovers) {
            household.tasks().collect(document);
        }
        Life life = new Life(document, directory, household, past(directory, task));
        return new Container(directory, household, life);
    }

    /// A container that was to be removed when it ended, and ended while no engine was there.
    private static void finish(Container container) {
        if (container.config().lifecycle().autoRemove()
                && container.state() instanceof ContainerState.Exited) {
            container.remove(false);
        }
    }

    private Past past(ContainerDirectory directory, Optional<Task> task) {
        Optional<StateDocument> last = directory.stateDocument();
        return new Past(state(directory, task, last), task, last);
    }

    private ContainerState state(
            ContainerDirectory directory, Optional<Task> task, Optional<StateDocument> last) {
        Optional<Instant> startedAt = last.flatMap(document -> time(document.startedAt()));
        if (task.isPresent()) {
            return running(task.get(), startedAt.orElseGet(household.clock()::instant));
        }
        Optional<ExitStatus> exit = directory.exit();
        if (exit.isPresent()) {
            return new ContainerState.Exited(exit.get(), startedAt, Optional.empty());
        }
        return last.map(document -> withoutMonitor(document, startedAt))
                .orElseGet(() -> neverDocumented(directory));
    }

    private static ContainerState running(Task task, Instant startedAt) {
        return task instanceof Freezable freezable && freezable.isFrozen()
                ? new ContainerState.Paused(task.pid(), startedAt)
                : new ContainerState.Running(task.pid(), startedAt);
    }

    /// A container without state document was never started, unless it keeps none (`--rm`) and its
    /// monitor has been killed: then it has nothing to be started again for.
    private ContainerState neverDocumented(ContainerDirectory directory) {
        return directory.durable() || !directory.wasStarted()
                ? new ContainerState.Created()
                : lost(Optional.empty(), "its monitor vanished");
    }

    private ContainerState withoutMonitor(StateDocument last, Optional<Instant> startedAt) {
        if (last.waitStatus() != null && last.finishedAt() != null) {
            return new ContainerState.Exited(
                    new ExitStatus(last.waitStatus(), last.finishedAt()),
                    startedAt,
                    Optional.ofNullable(last.error()));
        }
        String why =
                last.bootId().equals(household.bootId())
                        ? "its monitor vanished"
                        : "the machine was restarted while it ran";
        return lost(startedAt, why);
    }

    private ContainerState lost(Optional<Instant> startedAt, String why) {
        return new ContainerState.Exited(
                ExitStatus.exited(LOST, household.clock().instant()), startedAt, Optional.of(why));
    }

    private static Optional<Instant> time(@Nullable Instant instant) {
        return Optional.ofNullable(instant);
    }
}
