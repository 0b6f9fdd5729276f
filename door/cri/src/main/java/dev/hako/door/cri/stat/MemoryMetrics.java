package dev.hako.door.cri.stat;

import static dev.hako.door.cri.stat.ContainerMetric.counter;
import static dev.hako.door.cri.stat.ContainerMetric.gauge;

import dev.hako.cri.v1.MemoryUsage;
import dev.hako.kernel.cgroup.HugePages;
import dev.hako.kernel.cgroup.MemoryParts;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// What memory containers have, what for, and what they did not get.
final class MemoryMetrics {
    static final List<ContainerMetric> ALL =
            List.of(
                    gauge(
                            "container_memory_usage_bytes",
                            "Memory that is charged, page cache included",
                            reading -> told(reading, usage -> usage.getUsageBytes().getValue())),
                    gauge(
                            "container_memory_working_set_bytes",
                            "Memory that cannot be dropped at once",
                            reading ->
                                    told(reading, usage -> usage.getWorkingSetBytes().getValue())),
                    gauge(
                            "container_memory_rss",
                            "Memory that no file has, in bytes",
                            reading -> told(reading, usage -> usage.getRssBytes().getValue())),
                    gauge(
                            "container_memory_swap",
                            "Memory that is swapped out, in bytes",
                            MemoryMetrics::swap),
                    gauge(
                            "container_memory_cache",
                            "Page cache, in bytes",
                            reading -> part(reading, MemoryParts::cacheBytes)),
                    gauge(
                            "container_memory_mapped_file",
                            "Files that are mapped into memory, in bytes",
                            reading -> part(reading, MemoryParts::mappedBytes)),
                    gauge(
                            "container_memory_kernel_usage",
                            "Memory that the kernel has for the container, in bytes",
                            reading -> maybe(reading, MemoryParts::kernelBytes)),
                    gauge(
                            "container_memory_max_usage_bytes",
                            "The most memory that there ever was",
                            reading -> maybe(reading, MemoryParts::peakBytes)),
                    counter(
                            "container_memory_failcnt",
                            "How often the limit of memory was reached",
                            reading -> part(reading, MemoryParts::limitHits)),
                    counter(
                                    "container_memory_failures_total",
                                    "Pages that were not there when they were used",
                                    MemoryMetrics::faults)
                            .by("failure_type", "scope"),
                    counter(
                            "container_oom_events_total",
                            "Processes that were killed for want of memory",
                            reading -> Sample.of(reading.outOfMemory())),
                    gauge(
                                    "container_hugetlb_usage_bytes",
                                    "Huge pages in use, in bytes",
                                    reading -> huge(reading, MemoryMetrics::used))
                            .by("pagesize"),
                    gauge(
                                    "container_hugetlb_max_usage_bytes",
                                    "The most huge pages that there ever were, in bytes",
                                    reading -> huge(reading, HugePages::peakBytes))
                            .by("pagesize"));

    private MemoryMetrics() {}

    private static List<Sample> told(Reading reading, ToLongFunction<MemoryUsage> part) {
        return reading.stats().hasMemory()
                ? Sample.of(part.applyAsLong(reading.stats().getMemory()))
                : List.of();
    }

    private static List<Sample> swap(Reading reading) {
        return reading.stats().hasSwap()
                ? Sample.of(reading.stats().getSwap().getSwapUsageBytes().getValue())
                : List.of();
    }

    private static List<Sample> part(Reading reading, ToLongFunction<MemoryParts> part) {
        return Sample.of(reading.memory().map(memory -> part.applyAsLong(memory)));
    }

    private static List<Sample> maybe(Reading reading, Function<MemoryParts, OptionalLong> part) {
        return Sample.of(reading.memory().map(part).orElse(OptionalLong.empty()));
    }

    /// The container's own groups and those below them are one to us.
    private static List<Sample> faults(Reading reading) {
        if (!reading.stats().getMemory().hasPageFaults()) {
            return List.of();
        }
        MemoryUsage memory = reading.stats().getMemory();
        return List.of(
                new Sample(List.of("pgfault", "hierarchy"), memory.getPageFaults().getValue()),
                new Sample(
                        List.of("pgmajfault", "hierarchy"),
                        memory.getMajorPageFaults().getValue()));
    }

    private static OptionalLong used(HugePages pages) {
        return OptionalLong.of(pages.usedBytes());
    }

    private static List<Sample> huge(Reading reading, Function<HugePages, OptionalLong> part) {
        return reading.counters().hugePages().stream()
                .flatMap(pages ->
                        part.apply(pages).stream()
                                .mapToObj(bytes -> new Sample(List.of(pages.size()), bytes)))
                .toList();
    }
}
