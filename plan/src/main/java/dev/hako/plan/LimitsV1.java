package dev.hako.plan;

import dev.hako.oci.runtime.BlockIoResources;
import dev.hako.oci.runtime.CpuResources;
import dev.hako.oci.runtime.DeviceRule;
import dev.hako.oci.runtime.MemoryResources;
import dev.hako.oci.runtime.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The limits of the specification as files of cgroup version 1, in the order in which they are
/// written (the kernel's `Documentation/admin-guide/cgroup-v1`).
final class LimitsV1 {
    private final List<LimitWrite> writes = new ArrayList<>();
    private final Consumer<String> notes;

    private LimitsV1(Consumer<String> notes) {
        this.notes = notes;
    }

    /// @param notes is told what is left out, and why
    static List<LimitWrite> of(Resources resources, Consumer<String> notes) {
        LimitsV1 limits = new LimitsV1(notes);
        limits.all(resources);
        DeviceRules.complete(resources.devices()).forEach(limits::device);
        return limits.writes;
    }

    /// Those that a running container can be given; its devices stay what they are.
    static List<LimitWrite> live(Resources resources) {
        LimitsV1 limits = new LimitsV1(_ -> {});
        limits.all(resources);
        return limits.writes;
    }

    private void all(Resources resources) {
        if (!resources.unified().isEmpty()) {
            throw Refusal.limit(
                    resources.unified().keySet().iterator().next(),
                    "unified",
                    "this machine has cgroup version 1",
                    "name the limit by its own field, or boot with"
                            + " systemd.unified_cgroup_hierarchy=1");
        }
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
        others(resources);
    }

    private void memory(MemoryResources memory) {
        signed("memory", "memory.limit_in_bytes", memory.limitBytes());
        signed("memory", "memory.memsw.limit_in_bytes", memory.swapBytes());
        signed("memory", "memory.soft_limit_in_bytes", memory.reservationBytes());
        signed("memory", "memory.kmem.tcp.limit_in_bytes", memory.kernelTcpBytes());
        signed("memory", "memory.swappiness", memory.swappiness());
        if (memory.kernelBytes() != null) {
            notes.accept("the limit on kernel memory is left out: the kernel has given it up");
        }
        if (memory.useHierarchy()) {
            add("memory", "memory.use_hierarchy", "1");
        }
        if (memory.disableOomKiller()) {
            add("memory", "memory.oom_control", "1");
        }
    }

    /// The period comes before the quota that is counted in it.
    private void cpu(CpuResources cpu) {
        unsigned("cpu", "cpu.shares", cpu.shares());
        unsigned("cpu", "cpu.cfs_period_us", cpu.periodMicros());
        signed("cpu", "cpu.cfs_quota_us", cpu.quotaMicros());
        unsigned("cpu", "cpu.cfs_burst_us", cpu.burstMicros());
        unsigned("cpu", "cpu.rt_period_us", cpu.realtimePeriodMicros());
        signed("cpu", "cpu.rt_runtime_us", cpu.realtimeRuntimeMicros());
        signed("cpu", "cpu.idle", cpu.idle());
        text("cpuset", "cpuset.cpus", cpu.cpus());
        text("cpuset", "cpuset.mems", cpu.mems());
    }

    private void blockIo(BlockIoResources io) {
        weight("blkio.weight", "blkio.bfq.weight", "", io.weight());
        weight("blkio.leaf_weight", "", "", io.leafWeight());
        for (var device : io.weightDevice()) {
            String number = device.major() + ":" + device.minor() + " ";
            weight("blkio.weight_device", "blkio.bfq.weight_device", number, device.weight());
            weight("blkio.leaf_weight_device", "", number, device.leafWeight());
        }
        throttle("blkio.throttle.read_bps_device", io.throttleReadBpsDevice());
        throttle("blkio.throttle.write_bps_device", io.throttleWriteBpsDevice());
        throttle("blkio.throttle.read_iops_device", io.throttleReadIopsDevice());
        throttle("blkio.throttle.write_iops_device", io.throttleWriteIopsDevice());
    }

    private void throttle(String file, List<BlockIoResources.ThrottleDevice> devices) {
        for (var device : devices) {
            String rate = Long.toUnsignedString(device.rate());
            add("blkio", file, device.major() + ":" + device.minor() + " " + rate);
        }
    }

    private void others(Resources resources) {
        for (var huge : resources.hugepageLimits()) {
            add(
                    "hugetlb",
                    "hugetlb." + huge.pageSize() + ".limit_in_bytes",
                    Long.toUnsignedString(huge.limitBytes()));
        }
        var network = resources.network();
        if (network != null) {
            unsigned("net_cls", "net_cls.classid", network.classId());
            for (var priority : network.priorities()) {
                add("net_prio", "net_prio.ifpriomap", priority.name() + " " + priority.priority());
            }
        }
        resources
                .rdma()
                .forEach((device, rdma) -> add("rdma", "rdma.max", LimitsV2.rdma(device, rdma)));
    }

    private void device(DeviceRule rule) {
        String number = number(rule.major()) + ":" + number(rule.minor());
        String access = rule.access() == null ? "rwm" : rule.access();
        String value =
                rule.type() == DeviceRule.Type.ALL
                        ? "a"
                        : rule.type() + " " + number + " " + access;
        add("devices", rule.allow() ? "devices.allow" : "devices.deny", value);
    }

    private static String number(@Nullable Long number) {
        return number == null ? "*" : number.toString();
    }

    /// 0 is how some writers say "leave it".
    private void weight(String file, String otherFile, String device, @Nullable Integer weight) {
        if (weight != null && weight != 0) {
            writes.add(new LimitWrite("blkio", file, otherFile, device + weight));
        }
    }

    private void signed(String controller, String file, @Nullable Long value) {
        if (value != null) {
            add(controller, file, value.toString());
        }
    }

    /// 0 is how some writers say "leave it".
    private void unsigned(String controller, String file, @Nullable Long value) {
        if (value != null && value != 0) {
            add(controller, file, Long.toUnsignedString(value));
        }
    }

    private void text(String controller, String file, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            add(controller, file, value);
        }
    }

    private void add(String controller, String file, String value) {
        writes.add(new LimitWrite(controller, file, value));
    }
}
