package dev.hako.engine.spec;

import dev.hako.engine.config.Limits;
import dev.hako.engine.config.Limits.DeviceThrottle;
import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import dev.hako.kernel.Device;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Stat;
import dev.hako.oci.runtime.BlockIoResources;
import dev.hako.oci.runtime.BlockIoResources.ThrottleDevice;
import dev.hako.oci.runtime.CpuResources;
import dev.hako.oci.runtime.MemoryResources;
import dev.hako.oci.runtime.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How much a container may use, in the words of the runtime spec.
final class LimitChoice {
    private static final long CFS_PERIOD_MICROS = 100_000;
    private static final long NANOS_PER_CPU = 1_000_000_000L;
    private static final long MIN_MEMORY_BYTES = 6L << 20;

    private LimitChoice() {}

    static Resources resources(Limits limits, Resources base) {
        if (limits.equals(Limits.NONE)) {
            return base;
        }
        return base.with(resources ->
                resources
                        .memory(memory(limits))
                        .cpu(cpu(limits))
                        .pids(pids(limits))
                        .blockIo(blockIo(limits))
                        .hugepageLimits(hugepages(limits))
                        .unified(limits.unified()));
    }

    private static @Nullable MemoryResources memory(Limits limits) {
        boolean limited =
                limits.memoryBytes().isPresent()
                        || limits.memorySwapBytes().isPresent()
                        || limits.memoryReservationBytes().isPresent()
                        || limits.memorySwappiness().isPresent()
                        || limits.oomKillDisable();
        if (!limited) {
            return null;
        }
        requireMemory(limits);
        return new MemoryResources(
                limits.memoryBytes().orElse(null),
                limits.memoryReservationBytes().orElse(null),
                limits.memoryWithSwapBytes().orElse(null),
                null,
                null,
                limits.memorySwappiness().map(Integer::longValue).orElse(null),
                limits.oomKillDisable(),
                false,
                false);
    }

    private static void requireMemory(Limits limits) {
        limits.memoryBytes()
                .filter(bytes -> bytes < MIN_MEMORY_BYTES)
                .ifPresent(bytes -> {
                    throw Failure.invalid(
                            "invalid option --memory: " + bytes + " bytes is below the least, 6m");
                });
        if (limits.memorySwapBytes().isPresent() && limits.memoryBytes().isEmpty()) {
            throw Failure.invalid(
                    "invalid option --memory-swap: it needs --memory, which it includes");
        }
        long memory = limits.memoryBytes().orElse(Long.MAX_VALUE);
        if (limits.memorySwapBytes().filter(swap -> swap >= 0 && swap < memory).isPresent()) {
            throw Failure.invalid("invalid option --memory-swap: it must not be below --memory");
        }
        if (limits.memoryReservationBytes().filter(reserved -> reserved > memory).isPresent()) {
            throw Failure.invalid(
                    "invalid option --memory-reservation: it must not be above --memory");
        }
    }

    private static @Nullable CpuResources cpu(Limits limits) {
        boolean limited =
                limits.nanoCpus().isPresent()
                        || limits.cpuShares().isPresent()
                        || limits.cpuPeriodMicros().isPresent()
                        || limits.cpuQuotaMicros().isPresent()
                        || limits.cpuRealtimePeriodMicros().isPresent()
                        || limits.cpuRealtimeRuntimeMicros().isPresent()
                        || limits.cpusetCpus().isPresent()
                        || limits.cpusetMems().isPresent();
        if (!limited) {
            return null;
        }
        if (limits.nanoCpus().isPresent()
                && (limits.cpuQuotaMicros().isPresent() || limits.cpuPeriodMicros().isPresent())) {
            throw Failure.invalid("conflicting options: --cpus, and --cpu-quota or --cpu-period");
        }
        return new CpuResources(
                limits.cpuShares().orElse(null),
                quota(limits).orElse(null),
                null,
                period(limits).orElse(null),
                limits.cpuRealtimeRuntimeMicros().orElse(null),
                limits.cpuRealtimePeriodMicros().orElse(null),
                limits.cpusetCpus().orElse(null),
                limits.cpusetMems().orElse(null),
                null);
    }

    private static Optional<Long> period(Limits limits) {
        return limits.nanoCpus().map(cpus -> CFS_PERIOD_MICROS).or(limits::cpuPeriodMicros);
    }

    private static Optional<Long> quota(Limits limits) {
        return limits.nanoCpus()
                .map(cpus -> cpus * CFS_PERIOD_MICROS / NANOS_PER_CPU)
                .or(limits::cpuQuotaMicros);
    }

    private static List<Resources.HugepageLimit> hugepages(Limits limits) {
        return limits.hugepageBytes().entrySet().stream()
                .map(each -> new Resources.HugepageLimit(each.getKey(), each.getValue()))
                .toList();
    }

    private static Resources.@Nullable Pids pids(Limits limits) {
        return limits.pids().filter(count -> count != 0).map(Resources.Pids::new).orElse(null);
    }

    private static @Nullable BlockIoResources blockIo(Limits limits) {
        if (limits.blkioWeight().isEmpty() && limits.deviceThrottles().isEmpty()) {
            return null;
        }
        return new BlockIoResources(
                limits.blkioWeight().orElse(null),
                null,
                List.of(),
                throttles(limits, DeviceThrottle.Kind.READ_BPS),
                throttles(limits, DeviceThrottle.Kind.WRITE_BPS),
                throttles(limits, DeviceThrottle.Kind.READ_IOPS),
                throttles(limits, DeviceThrottle.Kind.WRITE_IOPS));
    }

    private static List<ThrottleDevice> throttles(Limits limits, DeviceThrottle.Kind kind) {
        List<ThrottleDevice> chosen = new ArrayList<>();
        for (DeviceThrottle throttle : limits.deviceThrottles()) {
            if (throttle.kind() == kind) {
                Device device = blockDevice(throttle.device());
                chosen.add(new ThrottleDevice(device.major(), device.minor(), throttle.rate()));
            }
        }
        return chosen;
    }

    private static Device blockDevice(String path) {
        return Stat.find(Fd.CWD, NativePath.of(path))
                .filter(stat -> stat.type() == FileType.BLOCK_DEVICE)
                .map(Stat::rdev)
                .orElseThrow(() ->
                        Failure.invalid(
                                "invalid device limit \""
                                        + Printable.of(path)
                                        + "\": not a block device of this host"));
    }
}
