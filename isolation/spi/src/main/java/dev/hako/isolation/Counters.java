package dev.hako.isolation;

import dev.hako.kernel.cgroup.BlockDeviceIo;
import dev.hako.kernel.cgroup.CpuStats;
import dev.hako.kernel.cgroup.HugePages;
import dev.hako.kernel.cgroup.MemoryParts;
import dev.hako.kernel.cgroup.PidsStats;
import java.util.List;
import java.util.Optional;

/// All else that the host counts of a task and what it has started, for those who draw curves. What
/// it does not count is empty.
///
/// @param cpu how processor time was spent, and what a limit has done
/// @param memory what it is for
/// @param blocks what was read and written, by device
/// @param hugePages by size
/// @param tasks processes and threads
public record Counters(
        Optional<CpuStats> cpu,
        Optional<MemoryParts> memory,
        List<BlockDeviceIo> blocks,
        List<HugePages> hugePages,
        Optional<PidsStats> tasks) {
    public Counters {
        blocks = List.copyOf(blocks);
        hugePages = List.copyOf(hugePages);
    }
}
