package dev.hako.compare.host;

import dev.hako.compare.figure.Samples;
import java.util.List;

/// What a [Spawner] measured of one request.
///
/// @param runs in the order of their ends
/// @param wallNanos from the first start to the last end
/// @param ownCpuNanos what the spawner itself used meanwhile
public record Batch(List<Run> runs, long wallNanos, long ownCpuNanos) {
    private static final double NANOS_PER_MICRO = 1000;

    /// One command's run.
    ///
    /// @param status as wait4(2) gives it: 0 for success
    /// @param cpuNanos of the command and of whom it waited for
    public record Run(long wallNanos, int status, long cpuNanos) {}

    public Batch {
        runs = List.copyOf(runs);
    }

    /// Microseconds of each run.
    public Samples wall() {
        return Samples.of(runs.stream().mapToDouble(run -> run.wallNanos() / NANOS_PER_MICRO));
    }
}
