package dev.hako.door.cri.registry;

import java.util.Map;

/// What filters say of labels.
public final class Labels {
    private Labels() {}

    /// Whether all that are asked for are there, with these values.
    public static boolean match(Map<String, String> wanted, Map<String, String> labels) {
        return wanted.entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
    }
}
