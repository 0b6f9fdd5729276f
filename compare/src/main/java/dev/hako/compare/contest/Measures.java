package dev.hako.compare.contest;

import dev.hako.compare.figure.Samples;
import java.util.List;

/// What the runs of one contender cost, in order; at least one.
public record Measures(List<Measure> runs) {
    public Measures {
        runs = List.copyOf(runs);
    }

    /// Microseconds of each run.
    public Samples wall() {
        return Samples.of(runs.stream().mapToDouble(Measure::wallMicros));
    }

    /// CPU microseconds of each run.
    public Samples cpu() {
        return Samples.of(runs.stream().mapToDouble(Measure::cpuMicros));
    }
}
