package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.UINT32;
import static dev.hako.oci.json.Kind.UINT64;
import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the container may use (config-linux.md, "Control groups").
///
/// @param devices in the order in which they apply
/// @param rdma limits by the name of the device, such as `mlx5_1`
/// @param unified cgroup v2 files and what is written to them, such as `memory.high`
public record Resources(
        List<DeviceRule> devices,
        @Nullable MemoryResources memory,
        @Nullable CpuResources cpu,
        @Nullable Pids pids,
        @Nullable BlockIoResources blockIo,
        List<HugepageLimit> hugepageLimits,
        @Nullable Network network,
        Map<String, Rdma> rdma,
        Map<String, String> unified)
        implements JsonRecord {

    /// No limit at all.
    public static final Resources NONE =
            new Resources(List.of(), null, null, null, null, List.of(), null, Map.of(), Map.of());

    /// Keeps the rules of config-linux.md, "Control groups".
    public Resources {
        devices = List.copyOf(devices);
        hugepageLimits = List.copyOf(hugepageLimits);
        Require.distinct("hugepageLimits", hugepageLimits, HugepageLimit::pageSize);
        rdma = Require.sorted(rdma);
        unified = Require.sorted(unified);
        unified.forEach(Resources::requireFileName);
    }

    /// A copy in which `change` has replaced what it wants.
    public Resources with(Consumer<Builder> change) {
        var builder = new Builder(this);
        change.accept(builder);
        return builder.build();
    }

    private static void requireFileName(String file, String value) {
        boolean name = !file.isEmpty() && !file.contains("/") && !file.startsWith(".");
        Require.that(name, "unified", file, "must be the name of a cgroup file");
        Require.text("unified." + file, value);
    }

    public static Resources read(JsonObject in) {
        return new Resources(
                in.list("devices", object(DeviceRule::read)),
                in.optional("memory", object(MemoryResources::read)),
                in.optional("cpu", object(CpuResources::read)),
                in.optional("pids", object(Pids::read)),
                in.optional("blockIO", object(BlockIoResources::read)),
                in.list("hugepageLimits", object(HugepageLimit::read)),
                in.optional("network", object(Network::read)),
                in.map("rdma", object(Rdma::read)),
                in.map("unified", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("devices", devices)
                .put("memory", memory)
                .put("cpu", cpu)
                .put("pids", pids)
                .put("blockIO", blockIo)
                .put("hugepageLimits", hugepageLimits)
                .put("network", network)
                .put("rdma", rdma)
                .put("unified", unified);
    }

    /// How many tasks there may be; 0 or -1 is no limit.
    public record Pids(long limit) implements JsonRecord {
        static Pids read(JsonObject in) {
            return new Pids(in.required("limit", INT64));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("limit", limit);
        }
    }

    /// How much huge-page memory there may be.
    ///
    /// @param pageSize as the kernel names it, such as `2MB`
    /// @param limitBytes unsigned
    public record HugepageLimit(String pageSize, long limitBytes) implements JsonRecord {
        private static final Pattern PAGE_SIZE = Pattern.compile("[1-9]\\d{0,8}[KMG]B");

        /// Refuses a size no kernel names.
        public HugepageLimit {
            Require.that(
                    PAGE_SIZE.matcher(pageSize).matches(),
                    "pageSize",
                    pageSize,
                    "must be a size such as 64KB, 2MB or 1GB");
        }

        static HugepageLimit read(JsonObject in) {
            return new HugepageLimit(in.required("pageSize", STRING), in.required("limit", UINT64));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("pageSize", pageSize).unsigned("limit", limitBytes);
        }
    }

    /// How the container's packets are marked (cgroup v1 `net_cls` and `net_prio`).
    public record Network(@Nullable Long classId, List<Priority> priorities) implements JsonRecord {

        /// Refuses a class beyond 32 bits.
        public Network {
            Require.uint32("classID", classId);
            priorities = List.copyOf(priorities);
        }

        static Network read(JsonObject in) {
            return new Network(
                    in.optional("classID", UINT32), in.list("priorities", object(Priority::read)));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("classID", classId).put("priorities", priorities);
        }
    }

    /// The priority of the container's packets on one network interface.
    public record Priority(String name, long priority) implements JsonRecord {

        /// Refuses what `net_prio.ifpriomap` does not take.
        public Priority {
            Require.nonEmpty("name", name);
            Require.uint32("priority", priority);
        }

        static Priority read(JsonObject in) {
            return new Priority(in.required("name", STRING), in.required("priority", UINT32));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("name", name).put("priority", priority);
        }
    }

    /// Limits on one RDMA device; absent is no limit.
    public record Rdma(@Nullable Long hcaHandles, @Nullable Long hcaObjects) implements JsonRecord {

        /// Refuses numbers beyond 32 bits.
        public Rdma {
            Require.uint32("hcaHandles", hcaHandles);
            Require.uint32("hcaObjects", hcaObjects);
        }

        static Rdma read(JsonObject in) {
            return new Rdma(in.optional("hcaHandles", UINT32), in.optional("hcaObjects", UINT32));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("hcaHandles", hcaHandles).put("hcaObjects", hcaObjects);
        }
    }

    /// Resources in the making; see [Resources#with].
    public static final class Builder {
        private List<DeviceRule> devices;
        private @Nullable MemoryResources memory;
        private @Nullable CpuResources cpu;
        private @Nullable Pids pids;
        private @Nullable BlockIoResources blockIo;
        private List<HugepageLimit> hugepageLimits;
        private @Nullable Network network;
        private Map<String, Rdma> rdma;
        private Map<String, String> unified;

        private Builder(Resources resources) {
            devices = resources.devices;
            memory = resources.memory;
            cpu = resources.cpu;
            pids = resources.pids;
            blockIo = resources.blockIo;
            hugepageLimits = resources.hugepageLimits;
            network = resources.network;
            rdma = resources.rdma;
            unified = resources.unified;
        }

        /// Replaces all device rules.
        public Builder devices(List<DeviceRule> devices) {
            this.devices = devices;
            return this;
        }

        /// Replaces the memory limits.
        public Builder memory(@Nullable MemoryResources memory) {
            this.memory = memory;
            return this;
        }

        /// Replaces the processor limits.
        public Builder cpu(@Nullable CpuResources cpu) {
            this.cpu = cpu;
            return this;
        }

        /// Replaces the limit of tasks.
        public Builder pids(@Nullable Pids pids) {
            this.pids = pids;
            return this;
        }

        /// Replaces the block device limits.
        public Builder blockIo(@Nullable BlockIoResources blockIo) {
            this.blockIo = blockIo;
            return this;
        }

        /// Replaces all huge page limits.
        public Builder hugepageLimits(List<HugepageLimit> hugepageLimits) {
            this.hugepageLimits = hugepageLimits;
            return this;
        }

        /// Replaces the marks on packets.
        public Builder network(@Nullable Network network) {
            this.network = network;
            return this;
        }

        /// Replaces all RDMA limits.
        public Builder rdma(Map<String, Rdma> rdma) {
            this.rdma = rdma;
            return this;
        }

        /// Replaces all raw cgroup v2 settings.
        public Builder unified(Map<String, String> unified) {
            this.unified = unified;
            return this;
        }

        private Resources build() {
            return new Resources(
                    devices, memory, cpu, pids, blockIo, hugepageLimits, network, rdma, unified);
        }
    }
}
