package dev.hako.door.cri.stat;

import dev.hako.engine.Container;
import dev.hako.engine.store.DiskUsage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/// What containers have written to their own layers. Files are counted anew when the last count is
/// a while ago: the longer that took, the rarer.
final class WrittenLayers {
    private static final Duration LEAST_AGE = Duration.ofSeconds(10);
    private static final int PART_OF_TIME = 20;

    private final Clock clock;
    private final Map<Container, Count> counts = Collections.synchronizedMap(new WeakHashMap<>());

    WrittenLayers(Clock clock) {
        this.clock = clock;
    }

    /// @param at when it was counted
    /// @param until it is good enough
    record Count(DiskUsage.Total total, Instant at, Instant until) {}

    Count of(Container container) {
        Count known = counts.get(container);
        if (known != null && clock.instant().isBefore(known.until)) {
            return known;
        }
        Instant begun = clock.instant();
        DiskUsage.Total total = container.written();
        Instant done = clock.instant();
        Duration age = Duration.between(begun, done).multipliedBy(PART_OF_TIME);
        Count count =
                new Count(total, done, done.plus(age.compareTo(LEAST_AGE) > 0 ? age : LEAST_AGE));
        counts.put(container, count);
        return count;
    }
}
