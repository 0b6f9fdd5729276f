package dev.hako.door.cri.stat;

import dev.hako.cri.v1.ContainerAttributes;
import dev.hako.cri.v1.ContainerStats;
import dev.hako.cri.v1.CpuUsage;
import dev.hako.cri.v1.FilesystemIdentifier;
import dev.hako.cri.v1.FilesystemUsage;
import dev.hako.cri.v1.IoUsage;
import dev.hako.cri.v1.MemoryUsage;
import dev.hako.cri.v1.PsiData;
import dev.hako.cri.v1.PsiStats;
import dev.hako.cri.v1.SwapUsage;
import dev.hako.cri.v1.UInt64Value;
import dev.hako.door.cri.call.Nanos;
import dev.hako.door.cri.registry.ContainerEntry;
import dev.hako.engine.Container;
import dev.hako.isolation.Account;
import dev.hako.kernel.cgroup.MemoryDetail;
import dev.hako.kernel.cgroup.MemoryStats;
import dev.hako.kernel.cgroup.Pressure;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Measures containers.
final class Meters {
    private final Clock clock;
    private final String root;
    private final WrittenLayers layers;
    private final Rates<Container> rates = new Rates<>(System::nanoTime);

    /// @param root where containers' layers are
    Meters(Clock clock, String root) {
        this.clock = clock;
        this.root = root;
        this.layers = new WrittenLayers(clock);
    }

    /// All that is known of a container; of one that does not run, what it has written.
    ContainerStats stats(ContainerEntry entry) {
        return stats(entry, entry.container().control().account());
    }

    /// @param account of one that runs
    ContainerStats stats(ContainerEntry entry, Optional<Account> account) {
        ContainerStats.Builder stats =
                ContainerStats.newBuilder()
                        .setAttributes(
                                ContainerAttributes.newBuilder()
                                        .setId(entry.id())
                                        .setMetadata(entry.config().getMetadata())
                                        .putAllLabels(entry.config().getLabelsMap())
                                        .putAllAnnotations(entry.config().getAnnotationsMap()))
                        .setWritableLayer(layer(entry.container()));
        account.ifPresent(used -> {
            cpu(entry.container(), used).ifPresent(stats::setCpu);
            memory(used).ifPresent(stats::setMemory);
            swap(used).ifPresent(stats::setSwap);
            pressure(used, Pressure.Resource.IO)
                    .ifPresent(psi ->
                            stats.setIo(IoUsage.newBuilder().setTimestamp(now()).setPsi(psi)));
        });
        return stats.build();
    }

    long now() {
        return Nanos.of(clock.instant());
    }

    private FilesystemUsage layer(Container container) {
        WrittenLayers.Count count = layers.of(container);
        return FilesystemUsage.newBuilder()
                .setTimestamp(Nanos.of(count.at()))
                .setFsId(FilesystemIdentifier.newBuilder().setMountpoint(root))
                .setUsedBytes(number(count.total().bytes()))
                .setInodesUsed(number(count.total().files()))
                .build();
    }

    private Optional<CpuUsage> cpu(Container container, Account account) {
        return account.processorTime()
                .map(Duration::toNanos)
                .map(used -> {
                    CpuUsage.Builder cpu =
                            CpuUsage.newBuilder()
                                    .setTimestamp(now())
                                    .setUsageCoreNanoSeconds(number(used));
                    rates.next(container, used)
                            .ifPresent(rate -> cpu.setUsageNanoCores(number(rate)));
                    pressure(account, Pressure.Resource.CPU).ifPresent(cpu::setPsi);
                    return cpu.build();
                });
    }

    private Optional<MemoryUsage> memory(Account account) {
        return account.memory()
                .map(stats -> {
                    MemoryUsage.Builder memory =
                            MemoryUsage.newBuilder()
                                    .setTimestamp(now())
                                    .setUsageBytes(number(stats.usageBytes()))
                                    .setWorkingSetBytes(number(stats.workingSetBytes()));
                    available(stats).ifPresent(bytes -> memory.setAvailableBytes(number(bytes)));
                    account.detail().ifPresent(detail -> addDetail(memory, detail));
                    pressure(account, Pressure.Resource.MEMORY).ifPresent(memory::setPsi);
                    return memory.build();
                });
    }

    private static void addDetail(MemoryUsage.Builder memory, MemoryDetail detail) {
        memory.setRssBytes(number(detail.anonymousBytes()))
                .setPageFaults(number(detail.faults()))
                .setMajorPageFaults(number(detail.majorFaults()));
    }

    /// What is left of a limit; without one nothing is said.
    private static OptionalLong available(MemoryStats stats) {
        return stats.limitBytes().isPresent()
                ? OptionalLong.of(
                        Math.max(0, stats.limitBytes().getAsLong() - stats.workingSetBytes()))
                : OptionalLong.empty();
    }

    private Optional<SwapUsage> swap(Account account) {
        return account.detail()
                .map(detail -> {
                    SwapUsage.Builder swap =
                            SwapUsage.newBuilder()
                                    .setTimestamp(now())
                                    .setSwapUsageBytes(number(detail.swapBytes()));
                    detail.swapLimitBytes()
                            .ifPresent(limit ->
                                    swap.setSwapAvailableBytes(
                                            number(Math.max(0, limit - detail.swapBytes()))));
                    return swap.build();
                });
    }

    private static Optional<PsiStats> pressure(Account account, Pressure.Resource resource) {
        return Optional.ofNullable(account.pressure().get(resource))
                .map(pressure ->
                        PsiStats.newBuilder()
                                .setFull(stall(pressure.full()))
                                .setSome(stall(pressure.some()))
                                .build());
    }

    private static PsiData stall(Pressure.Stall stall) {
        return PsiData.newBuilder()
                .setTotal(TimeUnit.MICROSECONDS.toNanos(stall.totalMicros()))
                .setAvg10(stall.avg10())
                .setAvg60(stall.avg60())
                .setAvg300(stall.avg300())
                .build();
    }

    static UInt64Value number(long value) {
        return UInt64Value.newBuilder().setValue(value).build();
    }
}
