package dev.hako.door.cri.stat;

import static dev.hako.door.cri.stat.ContainerMetric.counter;

import dev.hako.kernel.cgroup.CpuStats;
import dev.hako.kernel.cgroup.Pressure.Resource;
import java.util.List;
import java.util.function.ToLongFunction;

/// How containers use processors, and wait for them and for disks. Seconds are whole ones: that is
/// all a metric of CRI can say.
final class ProcessorMetrics {
    static final List<ContainerMetric> ALL =
            List.of(
                    counter(
                            "container_cpu_usage_seconds_total",
                            "Processor time used, in seconds",
                            reading -> of(reading, cpu -> cpu.usage().toSeconds())),
                    counter(
                            "container_cpu_user_seconds_total",
                            "Processor time used by programs, in seconds",
                            reading -> of(reading, cpu -> cpu.user().toSeconds())),
                    counter(
                            "container_cpu_system_seconds_total",
                            "Processor time used by the kernel, in seconds",
                            reading -> of(reading, cpu -> cpu.system().toSeconds())),
                    counter(
                            "container_cpu_cfs_periods_total",
                            "Periods of a limit that have passed",
                            reading -> of(reading, CpuStats::periods)),
                    counter(
                            "container_cpu_cfs_throttled_periods_total",
                            "Periods in which the limit was reached",
                            reading -> of(reading, CpuStats::throttledPeriods)),
                    counter(
                            "container_cpu_cfs_throttled_seconds_total",
                            "Time for which the limit held programs back, in seconds",
                            reading -> of(reading, cpu -> cpu.throttled().toSeconds())),
                    counter(
                            "container_pressure_cpu_stalled_seconds_total",
                            "Time in which all programs waited for processors, in seconds",
                            reading -> reading.waited(Resource.CPU, true)),
                    counter(
                            "container_pressure_cpu_waiting_seconds_total",
                            "Time in which a program waited for processors, in seconds",
                            reading -> reading.waited(Resource.CPU, false)),
                    counter(
                            "container_pressure_memory_stalled_seconds_total",
                            "Time in which all programs waited for memory, in seconds",
                            reading -> reading.waited(Resource.MEMORY, true)),
                    counter(
                            "container_pressure_memory_waiting_seconds_total",
                            "Time in which a program waited for memory, in seconds",
                            reading -> reading.waited(Resource.MEMORY, false)),
                    counter(
                            "container_pressure_io_stalled_seconds_total",
                            "Time in which all programs waited for disks, in seconds",
                            reading -> reading.waited(Resource.IO, true)),
                    counter(
                            "container_pressure_io_waiting_seconds_total",
                            "Time in which a program waited for disks, in seconds",
                            reading -> reading.waited(Resource.IO, false)));

    private ProcessorMetrics() {}

    private static List<Sample> of(Reading reading, ToLongFunction<CpuStats> part) {
        return Sample.of(reading.cpu().map(cpu -> part.applyAsLong(cpu)));
    }
}
