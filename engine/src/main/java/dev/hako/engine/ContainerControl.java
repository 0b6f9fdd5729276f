package dev.hako.engine;

import dev.hako.engine.config.ConfigChange;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.Limits;
import dev.hako.engine.event.Actions;
import dev.hako.engine.spec.SpecBuilder;
import dev.hako.failure.Failure;
import dev.hako.isolation.Account;
import dev.hako.isolation.Adjustable;
import dev.hako.isolation.Counters;
import dev.hako.isolation.Freezable;
import dev.hako.isolation.Measurable;
import dev.hako.isolation.Observable;
import dev.hako.isolation.Task;
import dev.hako.isolation.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What is told by all of a container's processes together, and done to all of them together.
///
/// Each of these is an ability that an isolation may lack; then it is refused as what this
/// isolation cannot do. They take turns with all that changes the container: who looks waits for a
/// change to be made, and nobody waits for who looks.
public final class ContainerControl {
    private final Container container;
    private final ReentrantLock turn;

    /// @param turn held by whoever changes the container
    ContainerControl(Container container, ReentrantLock turn) {
        this.container = container;
        this.turn = turn;
    }

    /// Holds all its processes.
    ///
    /// @throws Failure `CONFLICT` when it is not running or is paused already, `UNSUPPORTED` with a
    ///   remedy where this host cannot
    public void pause() {
        inTurn(
                "pause",
                () -> {
                    Freezable task = freezable("pause");
                    if (task.isFrozen()) {
                        catchUp(true);
                        throw Failure.conflict("it is already paused");
                    }
                    task.freeze();
                    catchUp(true);
                    container.life().events().tell(Actions.PAUSE);
                });
    }

    /// Lets them go on.
    ///
    /// @throws Failure `CONFLICT` when it is not paused
    public void unpause() {
        inTurn(
                "unpause",
                () -> {
                    Freezable task = freezable("unpause");
                    if (!task.isFrozen()) {
                        catchUp(false);
                        throw Failure.conflict("it is not paused");
                    }
                    task.thaw();
                    catchUp(false);
                    container.life().events().tell(Actions.UNPAUSE);
                });
    }

    private Freezable freezable(String verb) {
        if (container.running(verb) instanceof Freezable freezable) {
            return freezable;
        }
        throw inability("be paused");
    }

    /// Brings what is known in line with what the kernel says: another engine may have done it.
    private void catchUp(boolean frozen) {
        if (frozen && container.state() instanceof ContainerState.Running) {
            container.life().enter(new ContainerEvent.Paused());
        } else if (!frozen && container.state() instanceof ContainerState.Paused) {
            container.life().enter(new ContainerEvent.Unpaused());
        }
    }

    /// Sends a signal. One that is paused goes on, for what is held hears no signal.
    void signal(Task task, int signal) {
        task.kill(signal);
        if (task instanceof Freezable freezable && freezable.isFrozen()) {
            turn.lock();
            try {
                freezable.thaw();
                catchUp(false);
            } finally {
                turn.unlock();
            }
        }
    }

    /// The task of a container that is not paused.
    Task awake(String intent) {
        Task task = container.running(intent);
        if (container.state() instanceof ContainerState.Paused) {
            throw Failure.conflict(
                            "cannot "
                                    + intent
                                    + " container \""
                                    + container.name()
                                    + "\": it is paused")
                    .hint("let it go on with `hako unpause " + container.name() + "`");
        }
        return task;
    }

    /// Gives it other limits and lets it send elsewhere, at once if it runs and at every later
    /// start, and gives it another restart policy from its next end on.
    ///
    /// @throws Failure naming the limit that cannot be, and why; all limits are then what they were
    public void update(ConfigChange change) {
        inTurn(
                "update",
                () -> {
                    ContainerConfig before = container.config();
                    ContainerConfig changed = change.of(before);
                    SpecBuilder.resources(changed.limits());
                    change.egress().ifPresent(_ -> container.requirePoliceable(changed));
                    container.life().rewrite(changed);
                    try {
                        change.limits()
                                .map(limits -> limits.touched(changed.limits()))
                                .ifPresent(this::adjust);
                        change.egress().ifPresent(_ -> container.police());
                    } catch (Failure e) {
                        container.life().rewrite(before);
                        change.egress().ifPresent(_ -> container.police());
                        throw e;
                    }
                    container.updateMonitor();
                    container.life().events().tell(Actions.UPDATE);
                });
    }

    private void adjust(Limits limits) {
        Optional<Task> task = task();
        if (task.isPresent()) {
            if (!(task.get() instanceof Adjustable adjustable)) {
                throw inability("be given other limits while it runs");
            }
            adjustable.adjust(SpecBuilder.resources(limits));
        }
    }

    /// What it uses now; [Usage#NONE] if it does not run.
    public Usage usage() {
        return task().map(this::usage).orElse(Usage.NONE);
    }

    private Usage usage(Task task) {
        if (task instanceof Measurable measurable) {
            return measurable.usage();
        }
        throw inability("be measured");
    }

    /// The same in more detail; empty if it does not run, or cannot be measured.
    public Optional<Account> account() {
        return task().filter(Measurable.class::isInstance)
                .map(task -> ((Measurable) task).account());
    }

    /// What that leaves out; empty if it does not run, or cannot be measured.
    public Optional<Counters> counters() {
        return task().filter(Measurable.class::isInstance)
                .map(task -> ((Measurable) task).counters());
    }

    /// The processor time that it has used since its start; empty if it does not run, or if this
    /// host does not count it.
    public Optional<Duration> processorTime() {
        return task().filter(Measurable.class::isInstance)
                .flatMap(task -> ((Measurable) task).processorTime());
    }

    /// Its processes, as the host numbers them.
    ///
    /// @throws Failure `CONFLICT` when it is not running
    public List<Integer> processes() {
        Task task = container.running("list the processes of");
        try {
            if (task instanceof Observable observable) {
                return observable.processes();
            }
            throw inability("show its processes");
        } catch (Failure e) {
            throw e.during("cannot list the processes of container \"" + container.name() + "\"");
        }
    }

    /// Refuses one that does not run.
    ///
    /// @param intent what is to be done with it, such as `list the processes of`
    /// @throws Failure `CONFLICT` when it is not running
    public void requireRunning(String intent) {
        container.running(intent);
    }

    private Failure inability(String what) {
        return Failure.unsupported(
                "a container of isolation \"" + container.isolation() + "\" cannot " + what);
    }

    private Optional<Task> task() {
        return container.life().program().map(Life.Program::task);
    }

    void inTurn(String verb, Runnable work) {
        turn.lock();
        try {
            if (container.state() instanceof ContainerState.Removing) {
                throw Failure.conflict("it is being removed");
            }
            work.run();
        } catch (Failure e) {
            String intent = "cannot " + verb + " container";
            throw e.text().startsWith(intent)
                    ? e
                    : e.during(intent + " \"" + container.name() + "\"");
        } finally {
            turn.unlock();
        }
    }
}
