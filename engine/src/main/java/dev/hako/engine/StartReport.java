package dev.hako.engine;

import dev.hako.engine.log.LogEntry;
import dev.hako.engine.log.LogReader;
import dev.hako.engine.log.LogRequest;
import dev.hako.engine.timeline.StartTimeline;
import dev.hako.plan.Plan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// What the start of a container does, and how its last one went.
///
/// @param plan what the next start would do, step by step; empty if its isolation starts containers
///   by other means
/// @param timeline how long each part of the last start took; empty if it never ran, or if the
///   engine that started it has kept nothing
/// @param firstOutput when its program first wrote something after that
public record StartReport(
        Optional<Plan> plan, Optional<StartTimeline> timeline, Optional<Instant> firstOutput) {

    static StartReport of(Optional<Plan> plan, Path log, Optional<StartTimeline> timeline) {
        Optional<Instant> output = timeline.flatMap(start -> firstOutput(log, start.begun()));
        return new StartReport(plan, timeline, output);
    }

    private static Optional<Instant> firstOutput(Path log, Instant begun) {
        try (LogReader reader = LogReader.open(log, LogRequest.since(begun), () -> false)) {
            return reader.next().map(LogEntry::time);
        }
    }
}
