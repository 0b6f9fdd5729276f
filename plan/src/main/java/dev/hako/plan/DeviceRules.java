package dev.hako.plan;

import dev.hako.oci.runtime.DeviceRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules for devices of a specification, completed by those for what every container has: its
/// usual devices may be used, and any node may be made (config-linux.md, "Default Devices").
final class DeviceRules {
    private static final List<DeviceRule> ALWAYS =
            List.of(
                    character(null, null, "m"),
                    new DeviceRule(true, DeviceRule.Type.BLOCK, null, null, "m"),
                    character(1L, 3L, "rwm"),
                    character(1L, 5L, "rwm"),
                    character(1L, 7L, "rwm"),
                    character(1L, 8L, "rwm"),
                    character(1L, 9L, "rwm"),
                    character(5L, 0L, "rwm"),
                    character(5L, 1L, "rwm"),
                    character(5L, 2L, "rwm"),
                    character(136L, null, "rwm"));

    private DeviceRules() {}

    private static DeviceRule character(@Nullable Long major, @Nullable Long minor, String access) {
        return new DeviceRule(true, DeviceRule.Type.CHARACTER, major, minor, access);
    }

    /// No rules stay none: then nothing is forbidden.
    static List<DeviceRule> complete(List<DeviceRule> rules) {
        if (rules.isEmpty() || allowsAll(rules.getLast())) {
            return rules;
        }
        List<DeviceRule> complete = new ArrayList<>(rules);
        for (DeviceRule rule : ALWAYS) {
            if (!rules.contains(rule)) {
                complete.add(rule);
            }
        }
        return complete;
    }

    private static boolean allowsAll(DeviceRule rule) {
        return rule.equals(DeviceRule.all(true));
    }
}
