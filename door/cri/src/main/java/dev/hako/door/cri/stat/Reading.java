package dev.hako.door.cri.stat;

import dev.hako.cri.v1.ContainerStats;
import dev.hako.door.cri.registry.ContainerEntry;
import dev.hako.engine.config.Limits;
import dev.hako.isolation.Account;
import dev.hako.isolation.Counters;
import dev.hako.kernel.cgroup.CpuStats;
import dev.hako.kernel.cgroup.MemoryParts;
import dev.hako.kernel.cgroup.Pressure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was read of a container that runs, at one moment.
///
/// @param stats what is told of it otherwise, too
/// @param pressure how long it waited
/// @param outOfMemory how many of its processes were killed for want of memory
/// @param processes what there are
/// @param disk that it writes to
/// @param at the moment
record Reading(
        ContainerEntry entry,
        ContainerStats stats,
        Map<Pressure.Resource, Pressure> pressure,
        Optional<Long> outOfMemory,
        Counters counters,
        Census processes,
        RootDisk disk,
        Instant at) {
    private static final long MICROS_PER_SECOND = 1_000_000;

    /// Nothing if it has just ended.
    static Optional<Reading> of(ContainerEntry entry, Meters meters, RootDisk disk) {
        Optional<Account> account = entry.container().control().account();
        Optional<Counters> counters = entry.container().control().counters();
        if (account.isEmpty() || counters.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Reading(
                        entry,
                        meters.stats(entry, account),
                        account.get().pressure(),
                        account.get().memory().map(memory -> memory.oomKills()),
                        counters.get(),
                        Census.of(entry.container()),
                        disk,
                        Instant.now()));
    }

    Optional<CpuStats> cpu() {
        return counters.cpu();
    }

    Optional<MemoryParts> memory() {
        return counters.memory();
    }

    Limits limits() {
        return entry.container().config().limits();
    }

    /// How many seconds it has waited altogether.
    ///
    /// @param full whether only the time counts in which all of it waited
    List<Sample> waited(Pressure.Resource resource, boolean full) {
        Pressure found = pressure.get(resource);
        if (found == null) {
            return List.of();
        }
        long micros = (full ? found.full() : found.some()).totalMicros();
        return Sample.of(micros / MICROS_PER_SECOND);
    }
}
