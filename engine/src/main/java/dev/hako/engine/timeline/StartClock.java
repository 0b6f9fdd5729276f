package dev.hako.engine.timeline;

import dev.hako.isolation.StartTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;

/// Takes the marks of one start.
public final class StartClock {
    private final Instant begun;
    private final long begunNanos = System.nanoTime();
    private final EnumMap<StartStage, Duration> ends = new EnumMap<>(StartStage.class);

    /// Begins to count.
    ///
    /// @param begun now
    public StartClock(Instant begun) {
        this.begun = begun;
    }

    /// The stage has been done.
    public void mark(StartStage stage) {
        mark(stage, System.nanoTime());
    }

    /// The isolation's part has been done.
    public void mark(StartTimes times) {
        mark(StartStage.PLAN, times.plannedNanos());
        mark(StartStage.LAUNCHER, times.launchedNanos());
        mark(StartStage.NAMESPACES, times.createdNanos());
        mark(StartStage.MOUNTS, times.mountedNanos());
        mark(StartStage.PROGRAM, times.startedNanos());
    }

    private void mark(StartStage stage, long nanos) {
        ends.put(stage, Duration.ofNanos(nanos - begunNanos));
    }

    /// All marks so far.
    public StartTimeline timeline() {
        return new StartTimeline(begun, ends);
    }
}
