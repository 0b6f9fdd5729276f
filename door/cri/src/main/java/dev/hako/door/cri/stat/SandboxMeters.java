package dev.hako.door.cri.stat;

import static dev.hako.door.cri.stat.Meters.number;

import dev.hako.cri.v1.ContainerStats;
import dev.hako.cri.v1.CpuUsage;
import dev.hako.cri.v1.LinuxPodSandboxStats;
import dev.hako.cri.v1.MemoryUsage;
import dev.hako.cri.v1.NetworkInterfaceUsage;
import dev.hako.cri.v1.NetworkUsage;
import dev.hako.cri.v1.PodSandboxAttributes;
import dev.hako.cri.v1.PodSandboxStats;
import dev.hako.cri.v1.ProcessUsage;
import dev.hako.door.cri.registry.ContainerEntry;
import dev.hako.door.cri.registry.Containers;
import dev.hako.door.cri.registry.SandboxEntry;
import dev.hako.isolation.Account;
import dev.hako.kernel.InterfaceTraffic;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// Measures pods: they use what their containers use together, and the network that these share.
///
/// @param meters of their containers
record SandboxMeters(Containers containers, Meters meters) {
    /// The name that plugins and the built-in network give a pod's first interface.
    private static final String FIRST_INTERFACE = "eth0";

    PodSandboxStats stats(SandboxEntry entry) {
        List<ContainerEntry> members = running(entry);
        List<ContainerStats> stats = members.stream().map(meters::stats).toList();
        LinuxPodSandboxStats.Builder linux =
                LinuxPodSandboxStats.newBuilder()
                        .setCpu(cpu(stats))
                        .setMemory(memory(stats))
                        .setProcess(processes(members))
                        .addAllContainers(stats);
        network(entry.pod().traffic().interfaces()).ifPresent(linux::setNetwork);
        return PodSandboxStats.newBuilder()
                .setAttributes(
                        PodSandboxAttributes.newBuilder()
                                .setId(entry.id())
                                .setMetadata(entry.config().getMetadata())
                                .putAllLabels(entry.config().getLabelsMap())
                                .putAllAnnotations(entry.config().getAnnotationsMap()))
                .setLinux(linux)
                .build();
    }

    /// Only what runs uses anything.
    List<ContainerEntry> running(SandboxEntry entry) {
        return containers.in(entry).stream()
                .filter(one -> one.container().state().running().isPresent())
                .toList();
    }

    private CpuUsage cpu(List<ContainerStats> all) {
        return CpuUsage.newBuilder()
                .setTimestamp(meters.now())
                .setUsageCoreNanoSeconds(
                        number(sum(all, one -> one.getCpu().getUsageCoreNanoSeconds().getValue())))
                .setUsageNanoCores(
                        number(sum(all, one -> one.getCpu().getUsageNanoCores().getValue())))
                .build();
    }

    private MemoryUsage memory(List<ContainerStats> all) {
        return MemoryUsage.newBuilder()
                .setTimestamp(meters.now())
                .setUsageBytes(number(sum(all, one -> one.getMemory().getUsageBytes().getValue())))
                .setWorkingSetBytes(
                        number(sum(all, one -> one.getMemory().getWorkingSetBytes().getValue())))
                .setRssBytes(number(sum(all, one -> one.getMemory().getRssBytes().getValue())))
                .setPageFaults(number(sum(all, one -> one.getMemory().getPageFaults().getValue())))
                .setMajorPageFaults(
                        number(sum(all, one -> one.getMemory().getMajorPageFaults().getValue())))
                .build();
    }

    private static long sum(List<ContainerStats> all, ToLongFunction<ContainerStats> part) {
        return all.stream().mapToLong(part).sum();
    }

    /// Nothing for a pod without interfaces of its own: the kubelet takes for granted that who
    /// tells of a network tells of its first interface.
    private Optional<NetworkUsage> network(List<InterfaceTraffic> interfaces) {
        Optional<InterfaceTraffic> first =
                interfaces.stream()
                        .filter(one -> one.name().equals(FIRST_INTERFACE))
                        .findFirst()
                        .or(() -> interfaces.stream().findFirst());
        return first.map(main ->
                NetworkUsage.newBuilder()
                        .setTimestamp(meters.now())
                        .setDefaultInterface(told(main))
                        .addAllInterfaces(
                                interfaces.stream()
                                        .filter(one -> !one.name().equals(main.name()))
                                        .map(SandboxMeters::told)
                                        .toList())
                        .build());
    }

    private static NetworkInterfaceUsage told(InterfaceTraffic one) {
        return NetworkInterfaceUsage.newBuilder()
                .setName(one.name())
                .setRxBytes(number(one.received().bytes()))
                .setRxErrors(number(one.received().errors()))
                .setTxBytes(number(one.sent().bytes()))
                .setTxErrors(number(one.sent().errors()))
                .build();
    }

    private ProcessUsage processes(List<ContainerEntry> members) {
        long count =
                members.stream()
                        .flatMap(one -> one.container().control().account().stream())
                        .map(Account::tasks)
                        .mapToLong(tasks -> tasks.orElse(0))
                        .sum();
        return ProcessUsage.newBuilder()
                .setTimestamp(meters.now())
                .setProcessCount(number(count))
                .build();
    }
}
