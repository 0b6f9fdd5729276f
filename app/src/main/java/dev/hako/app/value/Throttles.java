package dev.hako.app.value;

import dev.hako.engine.config.Limits.DeviceThrottle;
import dev.hako.failure.Failure;
import java.util.function.Function;

/// How fast a device may be used: `PATH:RATE`, in bytes or operations a second.
public final class Throttles {
    private Throttles() {}

    /// Reads throttles of one kind.
    public static Function<String, DeviceThrottle> of(DeviceThrottle.Kind kind) {
        return text -> parse(kind, text);
    }

    private static DeviceThrottle parse(DeviceThrottle.Kind kind, String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.startsWith("/dev/")) {
            throw Failure.invalid("must be /dev/NAME:RATE");
        }
        String rate = text.substring(colon + 1);
        long number =
                switch (kind) {
                    case READ_BPS, WRITE_BPS -> Size.parse(rate);
                    case READ_IOPS, WRITE_IOPS -> Numbers.atLeast(0).apply(rate);
                };
        return new DeviceThrottle(kind, text.substring(0, colon), number);
    }
}
