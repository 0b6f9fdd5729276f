package dev.hako.app.value;

import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The fields of one `--mount`, under one name where Docker has several.
final class MountFields {
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("type", "type"),
                    Map.entry("source", "source"),
                    Map.entry("src", "source"),
                    Map.entry("target", "target"),
                    Map.entry("dst", "target"),
                    Map.entry("destination", "target"),
                    Map.entry("readonly", "readonly"),
                    Map.entry("ro", "readonly"),
                    Map.entry("bind-propagation", "propagation"),
                    Map.entry("bind-recursive", "recursive"),
                    Map.entry("bind-nonrecursive", "nonrecursive"),
                    Map.entry("consistency", "consistency"),
                    Map.entry("tmpfs-size", "tmpfs-size"),
                    Map.entry("tmpfs-mode", "tmpfs-mode"),
                    Map.entry("image-subpath", "image-subpath"),
                    Map.entry("volume-driver", "volume-driver"),
                    Map.entry("volume-label", "volume-label"),
                    Map.entry("volume-nocopy", "volume-nocopy"),
                    Map.entry("volume-opt", "volume-opt"),
                    Map.entry("volume-subpath", "volume-subpath"));

    /// Those that stand for their truth when they have no value.
    private static final Set<String> FLAGS = Set.of("readonly", "nonrecursive", "volume-nocopy");

    /// Those that may be given more than once.
    private static final Set<String> LISTS = Set.of("volume-label", "volume-opt");

    private final Map<String, List<String>> fields;

    private MountFields(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /// Comma-separated `KEY=VALUE`; a field with a comma stands in double quotes, as in CSV.
    static MountFields parse(String text) {
        Map<String, List<String>> fields = new HashMap<>();
        for (String field : Csv.fields(text)) {
            KeyValue pair = KeyValue.parse(field);
            String name = NAMES.get(pair.key());
            if (pair.key().equals("rw") || pair.key().equals("readwrite")) {
                throw Failure.invalid("unknown field \"" + pair.key() + "\"")
                        .hint("mounts are writable unless they are readonly; images never are");
            }
            if (name == null) {
                throw Failure.invalid("unknown field \"" + pair.key() + "\"");
            }
            String value = field.indexOf('=') < 0 ? unsaid(name, pair.key()) : pair.value();
            if (name.equals("nonrecursive")) {
                name = "recursive";
                value = isTrue(pair.key(), value) ? "disabled" : "enabled";
            }
            List<String> values = fields.computeIfAbsent(name, _ -> new ArrayList<>());
            values.add(value);
            if (values.size() > 1 && !LISTS.contains(name)) {
                throw Failure.invalid("the field \"" + pair.key() + "\" is given twice");
            }
        }
        return new MountFields(fields);
    }

    private static String unsaid(String name, String written) {
        if (!FLAGS.contains(name)) {
            throw Failure.invalid("the field \"" + written + "\" needs a value");
        }
        return "true";
    }

    String type() {
        return value("type").orElse("volume");
    }

    String target() {
        return value("target").orElseThrow(() -> Failure.invalid("a mount needs a target"));
    }

    Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    List<String> values(String name) {
        return fields.getOrDefault(name, List.of());
    }

    boolean flag(String name) {
        return value(name).map(word -> isTrue(name, word)).orElse(false);
    }

    /// Refuses fields that mean nothing to a mount of this type.
    void refuseOthers(String... known) {
        List<String> all = Arrays.asList(known);
        for (String name : fields.keySet()) {
            if (!name.equals("type") && !all.contains(name)) {
                throw Failure.invalid("the field \"" + name + "\" is not for type=" + type());
            }
        }
    }

    private static boolean isTrue(String name, String word) {
        return switch (word) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw Failure.invalid("\"" + name + "\" is neither true nor false");
        };
    }
}
