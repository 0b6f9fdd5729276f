package dev.hako.app.explain;

import dev.hako.engine.timeline.StartStage;
import dev.hako.engine.timeline.StartTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A start as a list of moments.
///
/// @param moments in their order
record Timeline(List<Moment> moments) {
    private static final long MICROS_A_MILLI = 1000;
    private static final long NANOS_A_MICRO = 1000;
    private static final long LONG_MILLIS = 10_000;

    /// @param name what was done, as documents call it
    /// @param what the same for people
    /// @param took since the moment before
    /// @param at since the start was asked for
    record Moment(String name, String what, Duration took, Duration at) {}

    /// @param firstOutput when the program first wrote something
    static Timeline of(StartTimeline start, Optional<Instant> firstOutput) {
        List<Moment> moments = new ArrayList<>();
        start.ends().forEach((stage, end) -> add(moments, stage.word(), what(stage), end));
        firstOutput.ifPresent(instant -> {
            Duration at = Duration.between(start.begun(), instant);
            add(moments, "output", "the program's first output is in the log", at);
        });
        return new Timeline(moments);
    }

    private static void add(List<Moment> moments, String name, String what, Duration end) {
        Duration before = moments.isEmpty() ? Duration.ZERO : moments.getLast().at;
        Duration at = end.compareTo(before) < 0 ? before : end;
        moments.add(new Moment(name, what, at.minus(before), at));
    }

    private static String what(StartStage stage) {
        return switch (stage) {
            case RECORD -> "it is written down that it starts";
            case NETWORK -> "the network is there, with its addresses, ports and names";
            case IMAGE -> "the image is found";
            case LAYERS -> "the writable layers and the engine's files are there";
            case SPECIFICATION -> "the runtime specification is made";
            case PLAN -> "the plan is compiled";
            case LAUNCHER -> "the launcher has the plan";
            case NAMESPACES ->
                    "control groups, streams and the process in its namespaces are there";
            case MOUNTS -> "its file systems are there";
            case PROGRAM -> "its restrictions are there, and the program runs";
        };
    }

    /// `85 µs`, `3.2 ms`, `12 s`.
    static String shown(Duration span) {
        long micros = span.toNanos() / NANOS_A_MICRO;
        if (micros < MICROS_A_MILLI) {
            return micros + " µs";
        }
        return span.toMillis() < LONG_MILLIS
                ? String.format(Locale.ROOT, "%.1f ms", micros / (double) MICROS_A_MILLI)
                : span.toSeconds() + " s";
    }
}
