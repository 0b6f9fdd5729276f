package dev.hako.engine.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much the program may use. Absent means unlimited, or the host's default.
///
/// @param memoryBytes memory (`--memory`)
/// @param memorySwapBytes memory and swap together; -1: unlimited swap
/// @param memoryReservationBytes soft limit
/// @param memorySwappiness 0 to 100
/// @param oomKillDisable whether the kernel may not kill for memory
/// @param nanoCpus billionths of a processor (`--cpus`)
/// @param cpuShares relative weight, 2 to 262144
/// @param cpuPeriodMicros length of a period that the quota counts in
/// @param cpuQuotaMicros processor time within a period; -1: unlimited
/// @param cpuRealtimePeriodMicros length of a period that the next counts in
/// @param cpuRealtimeRuntimeMicros time for real-time threads within a period
/// @param cpusetCpus such as `0-2,4`
/// @param cpusetMems such as `0`
/// @param pids processes and threads; -1: unlimited
/// @param blkioWeight 10 to 1000
/// @param deviceThrottles bandwidth per device
/// @param ulimits by name, such as `nofile`
/// @param unified cgroup v2 files by name
/// @param hugepageBytes most memory in huge pages, by their size, such as `2MB`
public record Limits(
        Optional<Long> memoryBytes,
        Optional<Long> memorySwapBytes,
        Optional<Long> memoryReservationBytes,
        Optional<Integer> memorySwappiness,
        boolean oomKillDisable,
        Optional<Long> nanoCpus,
        Optional<Long> cpuShares,
        Optional<Long> cpuPeriodMicros,
        Optional<Long> cpuQuotaMicros,
        Optional<Long> cpuRealtimePeriodMicros,
        Optional<Long> cpuRealtimeRuntimeMicros,
        Optional<String> cpusetCpus,
        Optional<String> cpusetMems,
        Optional<Long> pids,
        Optional<Integer> blkioWeight,
        List<DeviceThrottle> deviceThrottles,
        List<Ulimit> ulimits,
        Map<String, String> unified,
        Map<String, Long> hugepageBytes) {

    public static final Limits NONE = new Builder().build();

    public Limits {
        deviceThrottles = List.copyOf(deviceThrottles);
        ulimits = List.copyOf(ulimits);
        unified = Ordered.copyOf(unified);
        hugepageBytes = Map.copyOf(hugepageBytes);
    }

    /// The most memory and swap together. Docker's rule: where it is not said, as much swap as
    /// memory.
    public Optional<Long> memoryWithSwapBytes() {
        return memorySwapBytes.or(() -> memoryBytes.map(bytes -> 2 * bytes));
    }

    /// Whether it is bound to some of the processors or memory nodes. A container that has been
    /// bound while it ran has a control group which its monitor does not know of.
    public boolean pinned() {
        return cpusetCpus.isPresent() || cpusetMems.isPresent();
    }

    /// `--ulimit name=soft[:hard]`; -1 means unlimited.
    public record Ulimit(String name, long soft, long hard) {}

    /// `--device-read-bps` and its siblings.
    public record DeviceThrottle(Kind kind, String device, long rate) {
        public enum Kind {
            READ_BPS,
            WRITE_BPS,
            READ_IOPS,
            WRITE_IOPS
        }
    }

    /// Collects limits; what is not set is not limited.
    public static final class Builder {
        private Optional<Long> memoryBytes = Optional.empty();
        private Optional<Long> memorySwapBytes = Optional.empty();
        private Optional<Long> memoryReservationBytes = Optional.empty();
        private Optional<Integer> memorySwappiness = Optional.empty();
        private boolean oomKillDisable;
        private Optional<Long> nanoCpus = Optional.empty();
        private Optional<Long> cpuShares = Optional.empty();
        private Optional<Long> cpuPeriodMicros = Optional.empty();
        private Optional<Long> cpuQuotaMicros = Optional.empty();
        private Optional<Long> cpuRealtimePeriodMicros = Optional.empty();
        private Optional<Long> cpuRealtimeRuntimeMicros = Optional.empty();
        private Optional<String> cpusetCpus = Optional.empty();
        private Optional<String> cpusetMems = Optional.empty();
        private Optional<Long> pids = Optional.empty();
        private Optional<Integer> blkioWeight = Optional.empty();
        private List<DeviceThrottle> deviceThrottles = List.of();
        private List<Ulimit> ulimits = List.of();
        private Map<String, String> unified = Map.of();
        private Map<String, Long> hugepageBytes = Map.of();

        public Builder memoryBytes(long bytes) {
            memoryBytes = Optional.of(bytes);
            return this;
        }

        public Builder memorySwapBytes(long bytes) {
            memorySwapBytes = Optional.of(bytes);
            return this;
        }

        public Builder memoryReservationBytes(long bytes) {
            memoryReservationBytes = Optional.of(bytes);
            return this;
        }

        public Builder memorySwappiness(int percent) {
            memorySwappiness = Optional.of(percent);
            return this;
        }

        public Builder oomKillDisable(boolean disable) {
            oomKillDisable = disable;
            return this;
        }

        public Builder nanoCpus(long billionths) {
            nanoCpus = Optional.of(billionths);
            return this;
        }

        public Builder cpuShares(long shares) {
            cpuShares = Optional.of(shares);
            return this;
        }

        public Builder cpuPeriodMicros(long micros) {
            cpuPeriodMicros = Optional.of(micros);
            return this;
        }

        public Builder cpuQuotaMicros(long micros) {
            cpuQuotaMicros = Optional.of(micros);
            return this;
        }

        public Builder cpuRealtimePeriodMicros(long micros) {
            cpuRealtimePeriodMicros = Optional.of(micros);
            return this;
        }

        public Builder cpuRealtimeRuntimeMicros(long micros) {
            cpuRealtimeRuntimeMicros = Optional.of(micros);
            return this;
        }

        public Builder cpusetCpus(String list) {
            cpusetCpus = Optional.of(list);
            return this;
        }

        public Builder cpusetMems(String list) {
            cpusetMems = Optional.of(list);
            return this;
        }

        public Builder pids(long count) {
            pids = Optional.of(count);
            return this;
        }

        public Builder blkioWeight(int weight) {
            blkioWeight = Optional.of(weight);
            return this;
        }

        public Builder deviceThrottles(List<DeviceThrottle> throttles) {
            deviceThrottles = throttles;
            return this;
        }

        public Builder ulimits(List<Ulimit> values) {
            ulimits = values;
            return this;
        }

        public Builder unified(Map<String, String> files) {
            unified = files;
            return this;
        }

        public Builder hugepageBytes(Map<String, Long> bySize) {
            hugepageBytes = bySize;
            return this;
        }

        public Limits build() {
            return new Limits(
                    memoryBytes,
                    memorySwapBytes,
                    memoryReservationBytes,
                    memorySwappiness,
                    oomKillDisable,
                    nanoCpus,
                    cpuShares,
                    cpuPeriodMicros,
                    cpuQuotaMicros,
                    cpuRealtimePeriodMicros,
                    cpuRealtimeRuntimeMicros,
                    cpusetCpus,
                    cpusetMems,
                    pids,
                    blkioWeight,
                    deviceThrottles,
                    ulimits,
                    unified,
                    hugepageBytes);
        }
    }
}
