package dev.hako.app.value;

import dev.hako.engine.config.DeviceRequest;
import dev.hako.failure.Failure;

/// Devices of the host for a container: `SOURCE[:TARGET][:rwm]`.
public final class Devices {
    private static final String ALL_ACCESS = "rwm";

    private Devices() {}

    /// Without a target the device has the same path in the container.
    public static DeviceRequest parse(String text) {
        String[] parts = text.split(":", -1);
        if (!parts[0].startsWith("/") || parts.length > 3) {
            throw Failure.invalid("must be SOURCE[:TARGET][:rwm] with absolute paths");
        }
        if (parts.length == 1) {
            return new DeviceRequest(parts[0], parts[0], ALL_ACCESS);
        }
        if (parts.length == 2 && isAccess(parts[1])) {
            return new DeviceRequest(parts[0], parts[0], parts[1]);
        }
        String access = parts.length == 3 ? parts[2] : ALL_ACCESS;
        if (!parts[1].startsWith("/") || !isAccess(access)) {
            throw Failure.invalid("must be SOURCE[:TARGET][:rwm] with absolute paths");
        }
        return new DeviceRequest(parts[0], parts[1], access);
    }

    private static boolean isAccess(String letters) {
        return letters.matches("[rwm]{1,3}")
                && letters.chars().distinct().count() == letters.length();
    }
}
