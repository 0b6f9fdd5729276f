package dev.hako.app.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The options that a command has.
public final class OptionSet {
    /// Every command explains itself.
    static final Option<Boolean> HELP = Option.flag("--help", "Show this help");

    private final List<Option<?>> sorted;
    private final Map<String, Option<?>> byName = new HashMap<>();

    private OptionSet(List<Option<?>> options) {
        sorted = options;
        for (Option<?> option : options) {
            for (String name : option.names()) {
                if (byName.put(name, option) != null) {
                    throw new IllegalArgumentException("two options are called " + name);
                }
            }
        }
    }

    /// These options and `--help`.
    public static OptionSet of(Option<?>... options) {
        return of(List.of(), List.of(options));
    }

    /// The options of several groups, and more.
    public static OptionSet of(List<List<Option<?>>> groups, List<Option<?>> more) {
        List<Option<?>> all = new ArrayList<>(more);
        groups.forEach(all::addAll);
        all.add(HELP);
        all.sort(Comparator.comparing(Option::sortKey));
        return new OptionSet(List.copyOf(all));
    }

    /// All of them, in the order of the help.
    public List<Option<?>> sorted() {
        return sorted;
    }

    Optional<Option<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Collection<String> names() {
        return byName.keySet();
    }
}
