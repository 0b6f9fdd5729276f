package dev.hako.door.cri.stat;

import dev.hako.cri.v1.MetricType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// A metric of a container, by cAdvisor's name.
///
/// @param labels what it has besides what all metrics have
/// @param samples what the host counts of it; none where it does not
record ContainerMetric(
        String name,
        String help,
        MetricType type,
        List<String> labels,
        Function<Reading, List<Sample>> samples) {
    /// All there are, by subject.
    static final List<ContainerMetric> ALL =
            Stream.of(
                            ProcessorMetrics.ALL,
                            MemoryMetrics.ALL,
                            DiskMetrics.ALL,
                            ProcessMetrics.ALL,
                            LimitMetrics.ALL)
                    .flatMap(List::stream)
                    .toList();

    static ContainerMetric counter(
            String name, String help, Function<Reading, List<Sample>> samples) {
        return new ContainerMetric(name, help, MetricType.COUNTER, List.of(), samples);
    }

    static ContainerMetric gauge(
            String name, String help, Function<Reading, List<Sample>> samples) {
        return new ContainerMetric(name, help, MetricType.GAUGE, List.of(), samples);
    }

    /// The same with more labels.
    ContainerMetric by(String... more) {
        return new ContainerMetric(name, help, type, List.of(more), samples);
    }
}
