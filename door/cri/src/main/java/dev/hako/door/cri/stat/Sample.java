package dev.hako.door.cri.stat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One value of a metric.
///
/// @param labels the values of the labels that this metric has besides those that all have
record Sample(List<String> labels, long value) {
    Sample {
        labels = List.copyOf(labels);
    }

    static List<Sample> of(long value) {
        return List.of(new Sample(List.of(), value));
    }

    static List<Sample> of(OptionalLong value) {
        return value.isPresent() ? of(value.getAsLong()) : List.of();
    }

    static List<Sample> of(Optional<Long> value) {
        return value.map(Sample::of).orElse(List.of());
    }
}
