package dev.hako.isolation;

import java.time.Instant;

/// When an isolation had done each part of a start, on the clock of [System#nanoTime].
///
/// @param startedAt when the program was executed, by the clock and in the words of whoever will
///   tell of its end: never after that, however late an engine hears of both
/// @param plannedNanos it knew what to do
/// @param launchedNanos the process that does it existed
/// @param createdNanos the container's first process existed, in namespaces of its own
/// @param mountedNanos it had its file systems
/// @param startedNanos the program ran
public record StartTimes(
        Instant startedAt,
        long plannedNanos,
        long launchedNanos,
        long createdNanos,
        long mountedNanos,
        long startedNanos) {}
