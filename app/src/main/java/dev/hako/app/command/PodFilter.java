package dev.hako.app.command;

import dev.hako.app.cli.UsageException;
import dev.hako.app.inspect.PodDetails;
import dev.hako.app.value.KeyValue;
import dev.hako.engine.Pod;
import dev.hako.engine.PodState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which pods are wanted: of filters with one key any may hold, of different keys all must; every
/// label must hold.
record PodFilter(Map<String, List<String>> wanted) {
    private static final Set<String> KEYS =
            Set.of("id", "name", "label", "status", "network", "ctr-names");

    static PodFilter of(List<KeyValue> filters) {
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        for (KeyValue filter : filters) {
            if (!KEYS.contains(filter.key())) {
                throw UsageException.of(
                        "unknown filter \""
                                + filter.key()
                                + "\"; hint: there are "
                                + String.join(", ", new TreeSet<>(KEYS)));
            }
            if (filter.key().equals("status") && !isStatus(filter.value())) {
                throw UsageException.of("unknown status \"" + filter.value() + "\"");
            }
            wanted.computeIfAbsent(filter.key(), _ -> new ArrayList<>()).add(filter.value());
        }
        return new PodFilter(wanted);
    }

    private static boolean isStatus(String word) {
        return Arrays.stream(PodState.values())
                .anyMatch(state -> state.word().equalsIgnoreCase(word));
    }

    boolean accepts(Pod pod) {
        return wanted.entrySet().stream()
                .allMatch(entry ->
                        entry.getKey().equals("label")
                                ? entry.getValue().stream().allMatch(text -> hasLabel(pod, text))
                                : entry.getValue().stream()
                                        .anyMatch(value -> is(pod, entry.getKey(), value)));
    }

    private static boolean is(Pod pod, String key, String value) {
        return switch (key) {
            case "id" -> pod.id().startsWith(value);
            case "name" -> pod.name().contains(value);
            case "status" -> pod.state().word().equalsIgnoreCase(value);
            case "network" -> PodDetails.networks(pod).contains(value);
            case "ctr-names" ->
                    pod.containers().stream().anyMatch(member -> member.name().equals(value));
            default -> throw new IllegalStateException("an unchecked filter " + key);
        };
    }

    private static boolean hasLabel(Pod pod, String text) {
        KeyValue label = KeyValue.parse(text);
        String value = pod.config().labels().get(label.key());
        return value != null && (text.indexOf('=') < 0 || value.equals(label.value()));
    }
}
