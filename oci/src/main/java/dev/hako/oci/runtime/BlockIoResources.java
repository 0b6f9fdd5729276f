package dev.hako.oci.runtime;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.INT64;
import static dev.hako.oci.json.Kind.UINT64;
import static dev.hako.oci.json.Kind.object;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import dev.hako.oci.json.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Limits on block devices (config-linux.md, "Block IO").
///
/// @param weight 10 to 1000
/// @param leafWeight 10 to 1000, against the container's own child cgroups
/// @param throttleReadBpsDevice bytes a second; `Iops` lists: operations a second
public record BlockIoResources(
        @Nullable Integer weight,
        @Nullable Integer leafWeight,
        List<WeightDevice> weightDevice,
        List<ThrottleDevice> throttleReadBpsDevice,
        List<ThrottleDevice> throttleWriteBpsDevice,
        List<ThrottleDevice> throttleReadIopsDevice,
        List<ThrottleDevice> throttleWriteIopsDevice)
        implements JsonRecord {
    /// 0 is how some writers say "leave it".
    private static final int MIN_WEIGHT = 0;

    private static final int MAX_WEIGHT = 1000;

    /// Keeps the ranges of config-linux.md, "Block IO".
    public BlockIoResources {
        Require.range("weight", weight, MIN_WEIGHT, MAX_WEIGHT);
        Require.range("leafWeight", leafWeight, MIN_WEIGHT, MAX_WEIGHT);
        weightDevice = List.copyOf(weightDevice);
        throttleReadBpsDevice = List.copyOf(throttleReadBpsDevice);
        throttleWriteBpsDevice = List.copyOf(throttleWriteBpsDevice);
        throttleReadIopsDevice = List.copyOf(throttleReadIopsDevice);
        throttleWriteIopsDevice = List.copyOf(throttleWriteIopsDevice);
    }

    static BlockIoResources read(JsonObject in) {
        return new BlockIoResources(
                in.optional("weight", INT32),
                in.optional("leafWeight", INT32),
                in.list("weightDevice", object(WeightDevice::read)),
                in.list("throttleReadBpsDevice", object(ThrottleDevice::read)),
                in.list("throttleWriteBpsDevice", object(ThrottleDevice::read)),
                in.list("throttleReadIOPSDevice", object(ThrottleDevice::read)),
                in.list("throttleWriteIOPSDevice", object(ThrottleDevice::read)));
    }

    @Override
    public void write(ObjectWriter out) {
        out.put("weight", weight)
                .put("leafWeight", leafWeight)
                .put("weightDevice", weightDevice)
                .put("throttleReadBpsDevice", throttleReadBpsDevice)
                .put("throttleWriteBpsDevice", throttleWriteBpsDevice)
                .put("throttleReadIOPSDevice", throttleReadIopsDevice)
                .put("throttleWriteIOPSDevice", throttleWriteIopsDevice);
    }

    /// The weights on one device.
    public record WeightDevice(
            long major, long minor, @Nullable Integer weight, @Nullable Integer leafWeight)
            implements JsonRecord {

        /// Keeps the ranges of the enclosing record.
        public WeightDevice {
            Require.uint32("major", major);
            Require.uint32("minor", minor);
            Require.range("weight", weight, MIN_WEIGHT, MAX_WEIGHT);
            Require.range("leafWeight", leafWeight, MIN_WEIGHT, MAX_WEIGHT);
        }

        static WeightDevice read(JsonObject in) {
            return new WeightDevice(
                    in.required("major", INT64),
                    in.required("minor", INT64),
                    in.optional("weight", INT32),
                    in.optional("leafWeight", INT32));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("major", major)
                    .put("minor", minor)
                    .put("weight", weight)
                    .put("leafWeight", leafWeight);
        }
    }

    /// The rate, unsigned, of one device.
    public record ThrottleDevice(long major, long minor, long rate) implements JsonRecord {

        /// Refuses numbers no device has.
        public ThrottleDevice {
            Require.uint32("major", major);
            Require.uint32("minor", minor);
        }

        static ThrottleDevice read(JsonObject in) {
            return new ThrottleDevice(
                    in.required("major", INT64),
                    in.required("minor", INT64),
                    in.required("rate", UINT64));
        }

        @Override
        public void write(ObjectWriter out) {
            out.put("major", major).put("minor", minor).unsigned("rate", rate);
        }
    }
}
