package dev.hako.engine;

import dev.hako.engine.config.HealthCheck;
import dev.hako.engine.event.Actions;
import dev.hako.engine.health.Health;
import dev.hako.engine.health.HealthProbe;
import dev.hako.engine.health.HealthRule;
import dev.hako.failure.Failure;
import dev.hako.kernel.EventLoop;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Probes all containers that have a health check: one timer for all, and a virtual thread for as
/// long as a probe runs. Until there is such a container there is no thread at all.
final class HealthChecks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

    private final Clock clock;
    private final ConcurrentHashMap<String, Health> known = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer;
    private @Nullable EventLoop loop;

    HealthChecks(Clock clock) {
        this.clock = clock;
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("hako-health").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// The health of a container, as far as it is probed.
    Optional<Health> of(String id) {
        return Optional.ofNullable(known.get(id));
    }

    /// Probes a container from now on until it ends. What an engine before has learned of this run
    /// still holds.
    void begin(Container container, ContainerState.Running running, HealthCheck check) {
        Health before = container.rememberedHealth().orElse(Health.UNKNOWN);
        known.put(container.id(), before);
        HealthRule rule = new HealthRule(check, running.startedAt());
        schedule(container, running, rule, rule.first(before, clock.instant()));
    }

    /// Forgets a container that is gone.
    void forget(String id) {
        known.remove(id);
    }

    private void schedule(
            Container container, ContainerState.Running running, HealthRule rule, Duration wait) {
        Runnable probe = () -> Thread.startVirtualThread(() -> probe(container, running, rule));
        try {
            var _ = timer.schedule(probe, wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the engine leaves: nobody is probed any more", e);
        }
    }

    private void probe(Container container, ContainerState.Running running, HealthRule rule) {
        if (!isRunOf(container, running)) {
            return;
        }
        if (!running.equals(container.state())) { // it is paused, and cannot answer
            schedule(container, running, rule, rule.check().interval());
            return;
        }
        try {
            HealthProbe probe = new ProbeRun(container, rule.check(), clock, timer).outcome(loop());
            if (!running.equals(container.state())) { // what a pause has made of it says nothing
                schedule(container, running, rule, rule.check().interval());
            } else {
                Health after = learn(container, rule, probe);
                schedule(container, running, rule, rule.pause(after, clock.instant()));
            }
        } catch (Failure e) {
            LOG.warn("cannot probe container \"{}\": {}", container.name(), e.getMessage());
            schedule(container, running, rule, rule.check().interval());
        }
    }

    private static boolean isRunOf(Container container, ContainerState.Running running) {
        return container.state().running().filter(running::equals).isPresent();
    }

    /// The one place where a health changes.
    private Health learn(Container container, HealthRule rule, HealthProbe probe) {
        Health before = of(container.id()).orElse(Health.UNKNOWN);
        Health after = rule.next(before, probe);
        known.put(container.id(), after);
        container.remember(after);
        if (after.status() != before.status()) {
            container
                    .life()
                    .events()
                    .tell(Actions.detailed(Actions.HEALTH_STATUS, after.status().word()));
            LOG.info("container \"{}\" is {}", container.name(), after.status().word());
        }
        return after;
    }

    private synchronized EventLoop loop() {
        EventLoop started = loop;
        if (started == null) {
            started = EventLoop.start("hako-probes");
            loop = started;
        }
        return started;
    }

    @Override
    public synchronized void close() {
        timer.shutdownNow();
        EventLoop started = loop;
        if (started != null) {
            started.close();
        }
    }
}
