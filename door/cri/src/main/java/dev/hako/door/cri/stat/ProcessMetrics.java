package dev.hako.door.cri.stat;

import static dev.hako.door.cri.stat.ContainerMetric.gauge;

import dev.hako.kernel.cgroup.PidsStats;
import java.util.List;

/// The processes of containers, and since when they are there.
final class ProcessMetrics {
    static final List<ContainerMetric> ALL =
            List.of(
                    gauge(
                            "container_processes",
                            "Processes that run",
                            reading -> Sample.of(reading.processes().processes())),
                    gauge(
                            "container_file_descriptors",
                            "Descriptors that are open",
                            reading -> Sample.of(reading.processes().descriptors())),
                    gauge(
                            "container_sockets",
                            "Sockets that are open",
                            reading -> Sample.of(reading.processes().sockets())),
                    gauge(
                            "container_threads",
                            "Threads that run",
                            reading ->
                                    Sample.of(reading.counters().tasks().map(PidsStats::current))),
                    gauge(
                            "container_threads_max",
                            "Threads that may run; 0: as many as there is room for",
                            reading ->
                                    Sample.of(
                                            reading.counters()
                                                    .tasks()
                                                    .map(tasks -> tasks.limit().orElse(0)))),
                    gauge(
                                    "container_ulimits_soft",
                                    "Limits of the first process; without one there is no value",
                                    ProcessMetrics::openFiles)
                            .by("ulimit"),
                    gauge(
                            "container_start_time_seconds",
                            "When it was started, in seconds since 1970",
                            reading ->
                                    Sample.of(
                                            reading.entry()
                                                    .container()
                                                    .state()
                                                    .running()
                                                    .map(run -> run.startedAt().getEpochSecond()))),
                    gauge(
                            "container_last_seen",
                            "When all this was read, in seconds since 1970",
                            reading -> Sample.of(reading.at().getEpochSecond())));

    private ProcessMetrics() {}

    private static List<Sample> openFiles(Reading reading) {
        return reading.processes().openFiles().stream()
                .mapToObj(most -> new Sample(List.of("max_open_files"), most))
                .toList();
    }
}
