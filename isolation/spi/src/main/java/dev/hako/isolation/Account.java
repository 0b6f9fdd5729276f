package dev.hako.isolation;

import dev.hako.kernel.cgroup.MemoryDetail;
import dev.hako.kernel.cgroup.MemoryStats;
import dev.hako.kernel.cgroup.Pressure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a task and all it has started use, as exactly as the host counts it. What it does not count
/// is empty.
///
/// @param processorTime of all processors together, since the task's start
/// @param memory how much
/// @param detail what it is made of
/// @param pressure how long it waited, by what for
/// @param tasks how many processes and threads there are
public record Account(
        Optional<Duration> processorTime,
        Optional<MemoryStats> memory,
        Optional<MemoryDetail> detail,
        Map<Pressure.Resource, Pressure> pressure,
        OptionalLong tasks) {
    public Account {
        pressure = Map.copyOf(pressure);
    }
}
