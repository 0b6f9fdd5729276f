package dev.hako.isolation.monitor;

import dev.hako.isolation.Account;
import dev.hako.isolation.Counters;
import dev.hako.isolation.Usage;
import dev.hako.isolation.Usage.Memory;
import dev.hako.isolation.Usage.Traffic;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Namespace;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.NetworkTraffic;
import dev.hako.kernel.cgroup.BlockDeviceIo;
import dev.hako.kernel.cgroup.BlockIoStats;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.kernel.cgroup.CpuStats;
import dev.hako.kernel.cgroup.HugePages;
import dev.hako.kernel.cgroup.MemoryDetail;
import dev.hako.kernel.cgroup.MemoryParts;
import dev.hako.kernel.cgroup.MemoryStats;
import dev.hako.kernel.cgroup.PidsStats;
import dev.hako.kernel.cgroup.Pressure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Reads what a container uses from its control groups and its network namespace.
///
/// @param pid of its first process
public record Meter(ContainerGroups groups, int pid) {
    public Usage usage() {
        return new Usage(processorTime(), memory(), network(), blocks(), tasks());
    }

    public Account account() {
        Optional<Cgroup> memory = groups.controlling("memory");
        return new Account(
                processorTime(),
                memory.flatMap(MemoryStats::of),
                memory.flatMap(MemoryDetail::of),
                pressure(),
                tasks());
    }

    /// All that the kernel has counted of it.
    public Counters counters() {
        return new Counters(
                cpu(),
                groups.controlling("memory").flatMap(MemoryParts::of),
                blockDevices().map(BlockDeviceIo::of).orElse(List.of()),
                groups.controlling("hugetlb").map(HugePages::of).orElse(List.of()),
                groups.controlling("pids").flatMap(PidsStats::of));
    }

    private Optional<CpuStats> cpu() {
        Optional<Cgroup> counting = groups.controlling("cpuacct");
        return counting.isPresent()
                ? counting.flatMap(CpuStats::of)
                        .map(stats -> groups.controlling("cpu").map(stats::limitedBy).orElse(stats))
                : groups.unified().flatMap(CpuStats::of);
    }

    private Map<Pressure.Resource, Pressure> pressure() {
        Map<Pressure.Resource, Pressure> all = new EnumMap<>(Pressure.Resource.class);
        for (Pressure.Resource resource : Pressure.Resource.values()) {
            groups.unified()
                    .flatMap(group -> Pressure.of(group, resource))
                    .ifPresent(pressure -> all.put(resource, pressure));
        }
        return all;
    }

    /// Version 1 counts it by a controller of its own, version 2 in every group.
    public Optional<Duration> processorTime() {
        return groups.controlling("cpuacct").or(groups::unified).flatMap(CpuStats::usage);
    }

    private Optional<Memory> memory() {
        return groups.controlling("memory")
                .flatMap(MemoryStats::of)
                .map(stats -> new Memory(stats.workingSetBytes(), stats.limitBytes()));
    }

    private Optional<Traffic> blocks() {
        return blockDevices()
                .flatMap(BlockIoStats::of)
                .map(stats -> new Traffic(stats.readBytes(), stats.writtenBytes()));
    }

    private Optional<Cgroup> blockDevices() {
        return Stream.of("blkio", "io")
                .flatMap(controller -> groups.controlling(controller).stream())
                .findFirst();
    }

    private OptionalLong tasks() {
        Optional<Cgroup> group = groups.controlling("pids");
        return group.flatMap(PidsStats::of).stream().mapToLong(PidsStats::current).findFirst();
    }

    private Traffic network() {
        try {
            return hasHostNetwork()
                    ? Traffic.NONE
                    : NetworkTraffic.of(pid)
                            .map(traffic ->
                                    new Traffic(traffic.receivedBytes(), traffic.sentBytes()))
                            .orElse(Traffic.NONE);
        } catch (KernelException ended) {
            return Traffic.NONE;
        }
    }

    /// The host's traffic is not the container's, even if it takes part in it.
    private boolean hasHostNetwork() {
        Optional<NativePath> theirs = Namespace.NETWORK.nameOf(Integer.toString(pid));
        return theirs.equals(Namespace.NETWORK.nameOf("self"));
    }
}
