package dev.hako.app.stats;

import dev.hako.engine.Container;
import dev.hako.failure.Failure;
import dev.hako.isolation.Usage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Looks at containers again and again; each look tells how busy they have been since the one
/// before.
public final class Watch {
    /// Between the two looks that the first answer takes. Processor time is counted in nanoseconds,
    /// so that a short while is enough, and one while serves all containers.
    private static final Duration FIRST_INTERVAL = Duration.ofMillis(50);

    private final Supplier<List<Container>> watched;
    private final Map<String, Mark> marks = new HashMap<>();

    /// Processor time at a moment of this machine's monotonic clock.
    private record Mark(long nanos, Duration processorTime) {
        /// Processors that were busy on average until `later`: 1.5 is one and a half.
        double until(Mark later) {
            long used = later.processorTime.minus(processorTime).toNanos();
            long passed = later.nanos - nanos;
            return passed <= 0 || used < 0 ? 0 : (double) used / passed;
        }
    }

    /// @param watched those that are looked at, asked for anew with each look
    public Watch(Supplier<List<Container>> watched) {
        this.watched = watched;
    }

    /// The first look, which takes a moment.
    public List<Observation> first() throws InterruptedException {
        for (Container container : watched.get()) {
            container
                    .control()
                    .processorTime()
                    .ifPresent(
                            time -> marks.put(container.id(), new Mark(System.nanoTime(), time)));
        }
        if (!marks.isEmpty()) {
            Thread.sleep(FIRST_INTERVAL);
        }
        return next();
    }

    /// A further look.
    public List<Observation> next() {
        List<Container> now = watched.get();
        List<Observation> seen = now.stream().map(this::observe).toList();
        marks.keySet().retainAll(new HashSet<>(now.stream().map(Container::id).toList()));
        return seen;
    }

    private Observation observe(Container container) {
        try {
            Usage usage = container.control().usage();
            Optional<Double> busy =
                    usage.processorTime()
                            .map(time -> busy(container.id(), new Mark(System.nanoTime(), time)));
            return new Observation(container, Optional.of(usage), busy);
        } catch (Failure e) {
            return new Observation(container, Optional.empty(), Optional.empty());
        }
    }

    /// Nothing is known of one that was not there at the last look.
    private double busy(String id, Mark now) {
        Mark before = marks.put(id, now);
        return before == null ? 0 : before.until(now);
    }
}
