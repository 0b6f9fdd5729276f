package dev.hako.door.cri.stat;

import dev.hako.cri.v1.ContainerStats;
import dev.hako.cri.v1.MetricType;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// A metric of a container, by cAdvisor's name.
///
/// @param known whether the host counts it
record ContainerMetric(
        String name,
        String help,
        MetricType type,
        Predicate<ContainerStats> known,
        ToLongFunction<ContainerStats> value) {
    private static final long NANOS = 1_000_000_000;

    static final List<ContainerMetric> ALL =
            List.of(
                    new ContainerMetric(
                            "container_cpu_usage_seconds_total",
                            "Processor time used, in seconds",
                            MetricType.COUNTER,
                            ContainerStats::hasCpu,
                            stats -> stats.getCpu().getUsageCoreNanoSeconds().getValue() / NANOS),
                    new ContainerMetric(
                            "container_memory_usage_bytes",
                            "Memory that is charged, page cache included",
                            MetricType.GAUGE,
                            ContainerStats::hasMemory,
                            stats -> stats.getMemory().getUsageBytes().getValue()),
                    new ContainerMetric(
                            "container_memory_working_set_bytes",
                            "Memory that cannot be dropped at once",
                            MetricType.GAUGE,
                            ContainerStats::hasMemory,
                            stats -> stats.getMemory().getWorkingSetBytes().getValue()),
                    new ContainerMetric(
                            "container_memory_rss",
                            "Memory that no file has, in bytes",
                            MetricType.GAUGE,
                            stats -> stats.getMemory().hasRssBytes(),
                            stats -> stats.getMemory().getRssBytes().getValue()),
                    new ContainerMetric(
                            "container_memory_swap",
                            "Memory that is swapped out, in bytes",
                            MetricType.GAUGE,
                            ContainerStats::hasSwap,
                            stats -> stats.getSwap().getSwapUsageBytes().getValue()),
                    new ContainerMetric(
                            "container_fs_usage_bytes",
                            "Bytes on the disk that the container has written",
                            MetricType.GAUGE,
                            ContainerStats::hasWritableLayer,
                            stats -> stats.getWritableLayer().getUsedBytes().getValue()));

    boolean isKnown(ContainerStats stats) {
        return known.test(stats);
    }

    long value(ContainerStats stats) {
        return value.applyAsLong(stats);
    }
}
