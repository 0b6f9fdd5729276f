package dev.hako.engine.store;

import static dev.hako.engine.store.ConfigCodec.maybe;
import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.word;

import dev.hako.engine.config.Limits;
import dev.hako.engine.config.Limits.DeviceThrottle;
import dev.hako.engine.config.Limits.Ulimit;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/// [Limits] as JSON, field by field.
final class LimitsCodec {
    private LimitsCodec() {}

    static void write(Limits limits, ObjectWriter out) {
        out.put("memoryBytes", limits.memoryBytes().orElse(null))
                .put("memorySwapBytes", limits.memorySwapBytes().orElse(null))
                .put("memoryReservationBytes", limits.memoryReservationBytes().orElse(null))
                .put("memorySwappiness", limits.memorySwappiness().orElse(null))
                .flag("oomKillDisable", limits.oomKillDisable())
                .put("nanoCpus", limits.nanoCpus().orElse(null))
                .put("cpuShares", limits.cpuShares().orElse(null))
                .put("cpuPeriodMicros", limits.cpuPeriodMicros().orElse(null))
                .put("cpuQuotaMicros", limits.cpuQuotaMicros().orElse(null))
                .put("cpuRealtimePeriodMicros", limits.cpuRealtimePeriodMicros().orElse(null))
                .put("cpuRealtimeRuntimeMicros", limits.cpuRealtimeRuntimeMicros().orElse(null))
                .put("cpusetCpus", limits.cpusetCpus().orElse(null))
                .put("cpusetMems", limits.cpusetMems().orElse(null))
                .put("pids", limits.pids().orElse(null))
                .put("blkioWeight", limits.blkioWeight().orElse(null))
                .put(
                        "deviceThrottles",
                        limits.deviceThrottles().stream().map(Throttle::new).toList())
                .put("ulimits", limits.ulimits().stream().map(Limit::new).toList())
                .put("unified", limits.unified())
                .put(
                        "hugepages",
                        limits.hugepageBytes().entrySet().stream().map(Huge::new).toList());
    }

    static Limits read(JsonObject in) {
        return new Limits(
                maybe(in, "memoryBytes", INT64),
                maybe(in, "memorySwapBytes", INT64),
                maybe(in, "memoryReservationBytes", INT64),
                maybe(in, "memorySwappiness", INT32),
                in.flag("oomKillDisable"),
                maybe(in, "nanoCpus", INT64),
                maybe(in, "cpuShares", INT64),
                maybe(in, "cpuPeriodMicros", INT64),
                maybe(in, "cpuQuotaMicros", INT64),
                maybe(in, "cpuRealtimePeriodMicros", INT64),
                maybe(in, "cpuRealtimeRuntimeMicros", INT64),
                maybe(in, "cpusetCpus", STRING),
                maybe(in, "cpusetMems", STRING),
                maybe(in, "pids", INT64),
                maybe(in, "blkioWeight", INT32),
                in.list("deviceThrottles", object(LimitsCodec::readThrottle)),
                in.list("ulimits", object(LimitsCodec::readUlimit)),
                in.map("unified", STRING),
                readHuge(in));
    }

    private static Map<String, Long> readHuge(JsonObject in) {
        Map<String, Long> bySize = new LinkedHashMap<>();
        in.list("hugepages", object(LimitsCodec::readHugeOne))
                .forEach(huge -> bySize.put(huge.getKey(), huge.getValue()));
        return bySize;
    }

    private static Map.Entry<String, Long> readHugeOne(JsonObject in) {
        return Map.entry(in.required("size", STRING), in.required("bytes", INT64));
    }

    private static DeviceThrottle readThrottle(JsonObject in) {
        return new DeviceThrottle(
                in.required("kind", word(DeviceThrottle.Kind.values())),
                in.required("device", STRING),
                in.required("rate", INT64));
    }

    private static Ulimit readUlimit(JsonObject in) {
        return new Ulimit(
                in.required("name", STRING),
                in.required("soft", INT64),
                in.required("hard", INT64));
    }

    private record Throttle(DeviceThrottle throttle) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.put("kind", throttle.kind())
                    .put("device", throttle.device())
                    .put("rate", throttle.rate());
        }
    }

    private record Huge(Map.Entry<String, Long> limit) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.put("size", limit.getKey()).always("bytes", limit.getValue());
        }
    }

    private record Limit(Ulimit ulimit) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.put("name", ulimit.name()).put("soft", ulimit.soft()).put("hard", ulimit.hard());
        }
    }
}
