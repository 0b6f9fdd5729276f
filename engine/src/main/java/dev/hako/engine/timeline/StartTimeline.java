package dev.hako.engine.timeline;

import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.text;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// A container's last start.
///
/// @param begun when it was asked for
/// @param ends how long after that each stage had been done; stages that nobody timed are missing
public record StartTimeline(Instant begun, Map<StartStage, Duration> ends) implements JsonRecord {
    public StartTimeline {
        ends = Collections.unmodifiableMap(copy(ends));
    }

    private static EnumMap<StartStage, Duration> copy(Map<StartStage, Duration> ends) {
        EnumMap<StartStage, Duration> copy = new EnumMap<>(StartStage.class);
        copy.putAll(ends);
        return copy;
    }

    /// Reads what [#write] has written.
    public static StartTimeline read(JsonObject in) {
        Map<StartStage, Duration> ends = new EnumMap<>(StartStage.class);
        Instant begun = in.required("begun", text(Instant::parse));
        for (StartStage stage : StartStage.values()) {
            Long nanos = in.optional(stage.word(), INT64);
            if (nanos != null) {
                ends.put(stage, Duration.ofNanos(nanos));
            }
        }
        return new StartTimeline(begun, ends);
    }

    @Override
    public void write(ObjectWriter out) {
        out.always("begun", begun.toString());
        ends.forEach((stage, end) -> out.always(stage.word(), end.toNanos()));
    }
}
