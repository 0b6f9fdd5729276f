package dev.hako.app.command;

import dev.hako.app.value.KeyValue;
import dev.hako.app.value.Moment;
import dev.hako.failure.Failure;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What `--filter` was given: of values for one key any may hold, of different keys all must; every
/// label must hold.
record Filters(Map<String, List<String>> wanted) {
    private static final String LABEL = "label";
    private static final String NOT_LABEL = "label!";
    private static final String UNTIL = "until";

    /// @param known the keys that there are
    static Filters of(List<KeyValue> filters, Set<String> known) {
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        for (KeyValue filter : filters) {
            if (!known.contains(filter.key())) {
                throw Failure.invalid("unknown filter \"" + filter.key() + "\"")
                        .hint("there are " + String.join(", ", known.stream().sorted().toList()));
            }
            wanted.computeIfAbsent(filter.key(), _ -> new ArrayList<>()).add(filter.value());
        }
        return new Filters(wanted);
    }

    boolean has(String key) {
        return wanted.containsKey(key);
    }

    /// Whether no value of the key was given, or one holds.
    boolean any(String key, Predicate<String> holds) {
        return !has(key) || wanted.getOrDefault(key, List.of()).stream().anyMatch(holds);
    }

    /// Whether all labels that are wanted are there, and those that are not are not.
    boolean labels(Map<String, String> labels) {
        return wanted.getOrDefault(LABEL, List.of()).stream().allMatch(text -> has(labels, text))
                && wanted.getOrDefault(NOT_LABEL, List.of()).stream()
                        .noneMatch(text -> has(labels, text));
    }

    private static boolean has(Map<String, String> labels, String text) {
        KeyValue label = KeyValue.parse(text);
        String value = labels.get(label.key());
        return value != null && (text.indexOf('=') < 0 || value.equals(label.value()));
    }

    /// The moment before which things must have been made; empty if any will do.
    Optional<Instant> until(Instant now, ZoneId zone) {
        List<String> moments = wanted.getOrDefault(UNTIL, List.of());
        if (moments.size() > 1) {
            throw Failure.invalid("the filter \"until\" is given twice");
        }
        try {
            return moments.stream().findFirst().map(text -> Moment.parse(text, now, zone));
        } catch (Failure e) {
            throw Failure.invalid(
                    "invalid filter \"until=" + moments.getFirst() + "\": " + e.getMessage());
        }
    }

    /// A value that is a truth.
    static boolean isTrue(String word) {
        return switch (word) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw Failure.invalid("\"" + word + "\" is neither true nor false");
        };
    }
}
