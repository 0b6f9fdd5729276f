package dev.hako.isolation;

/// When an isolation had done each part of a start, on the clock of [System#nanoTime].
///
/// @param plannedNanos it knew what to do
/// @param launchedNanos the process that does it existed
/// @param createdNanos the container's first process existed, in namespaces of its own
/// @param mountedNanos it had its file systems
/// @param startedNanos the program ran
public record StartTimes(
        long plannedNanos,
        long launchedNanos,
        long createdNanos,
        long mountedNanos,
        long startedNanos) {}
