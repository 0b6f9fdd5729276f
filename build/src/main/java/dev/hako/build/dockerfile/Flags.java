package dev.hako.build.dockerfile;

import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The flags before an instruction's arguments: `--name=value`, or `--name` for what is so or not.
///
/// @param line they are of
/// @param values in the order in which they are given
/// @param arguments what follows them
record Flags(LogicalLine line, Map<String, List<String>> values, String arguments) {
    /// Known to Docker's builder and not to this one.
    private static final Map<String, Set<String>> REFUSED =
            Map.of(
                    "RUN", Set.of("security", "device"),
                    "ADD", Set.of("keep-git-dir", "unpack"));

    /// Flags that need no value.
    private static final Set<String> SWITCHES = Set.of("link", "parents");

    /// Flags that may be given more than once.
    private static final Set<String> LISTS = Set.of("mount", "exclude");

    /// @param known names that the instruction has
    /// @throws Failure `INVALID` for another name, one without a value, or one given twice;
    ///   `UNSUPPORTED` for one that only Docker's builder has
    static Flags read(LogicalLine line, char escape, Set<String> known) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        String rest = line.rest();
        while (rest.startsWith("--")) {
            String word = Words.first(rest, escape);
            rest = rest.substring(word.length()).stripLeading();
            if (word.equals("--")) {
                break;
            }
            add(line, values, word, known);
        }
        return new Flags(line, values, rest);
    }

    private static void add(
            LogicalLine line, Map<String, List<String>> values, String word, Set<String> known) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
        if (REFUSED.getOrDefault(line.keyword(), Set.of()).contains(name)) {
            throw line.unsupported("--" + name);
        }
        if (!known.contains(name)) {
            throw line.invalid("there is no flag \"--" + name + "\"");
        }
        if (equals < 0 && !SWITCHES.contains(name)) {
            throw line.invalid("the flag \"--" + name + "\" has no value");
        }
        List<String> all = values.computeIfAbsent(name, _ -> new ArrayList<>());
        if (!all.isEmpty() && !LISTS.contains(name)) {
            throw line.invalid("the flag \"--" + name + "\" is given twice");
        }
        all.add(equals < 0 ? "true" : Quotes.removed(word.substring(equals + 1)));
    }

    Optional<String> value(String name) {
        return list(name).stream().findFirst();
    }

    List<String> list(String name) {
        return values.getOrDefault(name, List.of());
    }

    boolean isSet(String name) {
        return value(name).map(value -> truth(line, name, value)).orElse(false);
    }

    static boolean truth(LogicalLine line, String name, String value) {
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                    throw line.invalid(
                            "\"%s\" of \"%s\" is neither true nor false".formatted(value, name));
        };
    }
}
