package dev.hako.plan;

import dev.hako.oci.runtime.BlockIoResources;
import dev.hako.oci.runtime.CpuResources;
import dev.hako.oci.runtime.MemoryResources;
import dev.hako.oci.runtime.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The limits of the specification as files of cgroup version 2 (the kernel's
/// `Documentation/admin-guide/cgroup-v2.rst`). Rules for devices are a program: [DeviceProgram].
final class LimitsV2 {
    private static final long MIN_SHARES = 2;
    private static final long MAX_SHARES = 262_144;
    private static final long MAX_WEIGHT = 10_000;

    private final List<LimitWrite> writes = new ArrayList<>();
    private final Consumer<String> notes;

    private LimitsV2(Consumer<String> notes) {
        this.notes = notes;
    }

    /// @param notes is told what is left out, and why
    static List<LimitWrite> of(Resources resources, Consumer<String> notes) {
        LimitsV2 limits = new LimitsV2(notes);
        limits.all(resources);
        return limits.writes;
    }

    private void all(Resources resources) {
        if (resources.memory() != null) {
            memory(resources.memory());
        }
        if (resources.cpu() != null) {
            cpu(resources.cpu());
        }
        if (resources.pids() != null) {
            long limit = resources.pids().limit();
            add("pids", "pids.max", limit > 0 ? Long.toString(limit) : "max");
        }
        if (resources.blockIo() != null) {
            blockIo(resources.blockIo());
        }
        for (var huge : resources.hugepageLimits()) {
            String bytes = Long.toUnsignedString(huge.limitBytes());
            add("hugetlb", "hugetlb." + huge.pageSize() + ".max", bytes);
        }
        if (resources.network() != null
                && (resources.network().classId() != null
                        || !resources.network().priorities().isEmpty())) {
            throw onlyV1("network", "net_cls");
        }
        resources.rdma().forEach((device, rdma) -> add("rdma", "rdma.max", rdma(device, rdma)));
        resources.unified().forEach(this::unified);
    }

    private static dev.hako.failure.Failure onlyV1(String limit, String controller) {
        return Refusal.limit(
                limit,
                controller,
                "cgroup version 2 has no such limit",
                "leave it out, or use a machine with cgroup version 1");
    }

    private void unified(String file, String value) {
        int dot = file.indexOf('.');
        String controller = dot < 0 ? file : file.substring(0, dot);
        for (String line : value.split("\n", -1)) {
            if (!line.isEmpty()) {
                add(controller, file, line);
            }
        }
    }

    private void memory(MemoryResources memory) {
        if (memory.swappiness() != null) {
            throw onlyV1("memory.swappiness", "memory");
        }
        if (memory.disableOomKiller()) {
            throw onlyV1("memory.disableOOMKiller", "memory");
        }
        if (memory.kernelTcpBytes() != null) {
            throw onlyV1("memory.kernelTCP", "memory");
        }
        if (memory.kernelBytes() != null) {
            notes.accept("the limit on kernel memory is left out: the kernel has given it up");
        }
        bytes("memory.max", memory.limitBytes());
        swap(memory);
        bytes("memory.low", memory.reservationBytes());
    }

    /// The specification counts memory and swap together, version 2 swap alone.
    private void swap(MemoryResources memory) {
        Long both = memory.swapBytes();
        Long limit = memory.limitBytes();
        if (both == null || both == 0) {
            if (limit != null && limit < 0) {
                add("memory", "memory.swap.max", "max");
            }
        } else if (both < 0) {
            add("memory", "memory.swap.max", "max");
        } else if (limit == null || limit <= 0) {
            throw Refusal.invalid("memory.swap", "it includes memory, which has no limit");
        } else if (both < limit) {
            throw Refusal.invalid("memory.swap", "it includes memory, whose limit is higher");
        } else {
            add("memory", "memory.swap.max", Long.toString(both - limit));
        }
    }

    private void bytes(String file, @Nullable Long value) {
        if (value != null && value != 0) {
            add("memory", file, value < 0 ? "max" : value.toString());
        }
    }

    private void cpu(CpuResources cpu) {
        if (cpu.realtimeRuntimeMicros() != null || cpu.realtimePeriodMicros() != null) {
            throw onlyV1("cpu.realtimeRuntime", "cpu");
        }
        Long shares = cpu.shares();
        if (shares != null && shares != 0) {
            add("cpu", "cpu.weight", Long.toString(weight(shares)));
        }
        quota(cpu);
        if (cpu.burstMicros() != null) {
            add("cpu", "cpu.max.burst", Long.toUnsignedString(cpu.burstMicros()));
        }
        if (cpu.idle() != null) {
            add("cpu", "cpu.idle", cpu.idle().toString());
        }
        if (cpu.cpus() != null && !cpu.cpus().isEmpty()) {
            add("cpuset", "cpuset.cpus", cpu.cpus());
        }
        if (cpu.mems() != null && !cpu.mems().isEmpty()) {
            add("cpuset", "cpuset.mems", cpu.mems());
        }
    }

    private void quota(CpuResources cpu) {
        Long quota = cpu.quotaMicros();
        Long period = cpu.periodMicros();
        if (quota != null && quota != 0 || period != null && period != 0) {
            String share = quota == null || quota <= 0 ? "max" : quota.toString();
            String whole = period == null || period == 0 ? "" : " " + Long.toUnsignedString(period);
            add("cpu", "cpu.max", share + whole);
        }
    }

    /// Version 1's shares (2 to 262144, by default 1024) as version 2's weight (1 to 10000, by
    /// default 100): the ends and the defaults fall together, and between them the curve is a
    /// quadratic on logarithmic scales, so that a default container keeps its rank beside others.
    static long weight(long shares) {
        long bounded = Math.max(MIN_SHARES, Math.min(MAX_SHARES, shares));
        if (bounded == MIN_SHARES) {
            return 1;
        }
        double log = Math.log((double) bounded) / Math.log(2);
        double exponent = (log * log + 125 * log) / 612.0 - 7.0 / 34.0;
        return Math.min(MAX_WEIGHT, (long) Math.ceil(Math.pow(10, exponent) - 1e-9));
    }

    private void blockIo(BlockIoResources io) {
        if (io.leafWeight() != null && io.leafWeight() != 0) {
            throw onlyV1("blockIO.leafWeight", "io");
        }
        if (io.weight() != null && io.weight() != 0) {
            ioWeight("", io.weight());
        }
        for (var device : io.weightDevice()) {
            if (device.weight() != null && device.weight() != 0) {
                ioWeight(device.major() + ":" + device.minor() + " ", device.weight());
            }
        }
        throttle("rbps", io.throttleReadBpsDevice());
        throttle("wbps", io.throttleWriteBpsDevice());
        throttle("riops", io.throttleReadIopsDevice());
        throttle("wiops", io.throttleWriteIopsDevice());
    }

    /// Version 1's range of 10 to 1000 as the 1 to 10000 of `io.weight`.
    private void ioWeight(String device, int weight) {
        long wide = 1 + (weight - 10L) * 9999 / 990;
        add("io", "io.weight", device + wide);
    }

    private void throttle(String key, List<BlockIoResources.ThrottleDevice> devices) {
        for (var device : devices) {
            String rate = key + "=" + Long.toUnsignedString(device.rate());
            add("io", "io.max", device.major() + ":" + device.minor() + " " + rate);
        }
    }

    /// A line of `rdma.max`, the same in both versions.
    static String rdma(String device, Resources.Rdma rdma) {
        StringBuilder line = new StringBuilder(device);
        if (rdma.hcaHandles() != null) {
            line.append(" hca_handle=").append(rdma.hcaHandles());
        }
        if (rdma.hcaObjects() != null) {
            line.append(" hca_object=").append(rdma.hcaObjects());
        }
        return line.toString();
    }

    private void add(String controller, String file, String value) {
        writes.add(new LimitWrite(controller, file, value));
    }
}
