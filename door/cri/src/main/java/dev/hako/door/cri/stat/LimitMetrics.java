package dev.hako.door.cri.stat;

import static dev.hako.door.cri.stat.ContainerMetric.gauge;

import java.util.List;

/// What containers may use.
final class LimitMetrics {
    /// What the kernel has where nobody says anything.
    private static final long STANDARD_PERIOD_MICROS = 100_000;

    private static final long STANDARD_SHARES = 1024;

    static final List<ContainerMetric> ALL =
            List.of(
                    gauge(
                            "container_spec_cpu_period",
                            "The period of the limit of processor time, in microseconds",
                            reading ->
                                    Sample.of(
                                            reading.limits()
                                                    .cpuPeriodMicros()
                                                    .orElse(STANDARD_PERIOD_MICROS))),
                    gauge(
                            "container_spec_cpu_quota",
                            "Processor time in each period, in microseconds",
                            reading ->
                                    Sample.of(
                                            reading.limits()
                                                    .cpuQuotaMicros()
                                                    .filter(quota -> quota > 0))),
                    gauge(
                            "container_spec_cpu_shares",
                            "The part of processor time among others",
                            reading ->
                                    Sample.of(
                                            reading.limits().cpuShares().orElse(STANDARD_SHARES))),
                    gauge(
                            "container_spec_memory_limit_bytes",
                            "The limit of memory; 0: none",
                            reading -> Sample.of(reading.limits().memoryBytes().orElse(0L))),
                    gauge(
                            "container_spec_memory_reservation_limit_bytes",
                            "Memory that is left when there is little; 0: none is kept",
                            reading ->
                                    Sample.of(
                                            reading.limits().memoryReservationBytes().orElse(0L))),
                    gauge(
                            "container_spec_memory_swap_limit_bytes",
                            "The limit of memory and swap together; 0: none",
                            reading ->
                                    Sample.of(
                                            Math.max(
                                                    0,
                                                    reading.limits()
                                                            .memorySwapBytes()
                                                            .orElse(0L)))));

    private LimitMetrics() {}
}
