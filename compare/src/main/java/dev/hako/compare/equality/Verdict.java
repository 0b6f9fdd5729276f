package dev.hako.compare.equality;

import dev.hako.compare.equality.Difference.Aspect;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Whether runs have done the same: each is compared with the first one. The second is in the same
/// isolation as the first, so that what differs there is by chance, such as the time of day.
///
/// @param runs at least two, those in the same isolation first
/// @param differences none if all have done the same
public record Verdict(List<Behaviour> runs, List<Difference> differences) {
    private static final int MOST_SHOWN = 5;
    private static final int MOST_NUMBERS = 12;

    public Verdict {
        runs = List.copyOf(runs);
        differences = List.copyOf(differences);
    }

    static Verdict of(List<Behaviour> runs) {
        Behaviour first = runs.getFirst();
        Set<Aspect> chance = EnumSet.noneOf(Aspect.class);
        List<Difference> differences = new ArrayList<>();
        for (Behaviour run : runs.subList(1, runs.size())) {
            boolean again = run.isolation().equals(first.isolation());
            for (Aspect aspect : Aspect.values()) {
                Optional<String> where = unlike(aspect, first, run);
                if (where.isPresent()) {
                    if (again) {
                        chance.add(aspect);
                    }
                    boolean byChance = chance.contains(aspect);
                    differences.add(
                            new Difference(
                                    aspect, first.name(), run.name(), where.get(), byChance));
                }
            }
        }
        return new Verdict(runs, differences);
    }

    /// Whether all have done the same, as far as that is known of all of them.
    public boolean isEqual() {
        return differences.isEmpty()
                && runs.stream()
                        .allMatch(run -> run.status().isPresent() && run.trouble().isEmpty());
    }

    /// Whether the command could be run anywhere.
    public boolean isKnown() {
        return runs.stream().anyMatch(run -> run.status().isPresent());
    }

    private static Optional<String> unlike(Aspect aspect, Behaviour one, Behaviour other) {
        List<String> names = List.of(one.name(), other.name());
        return switch (aspect) {
            case EXIT_CODE ->
                    one.status().equals(other.status())
                            ? Optional.empty()
                            : Optional.of(code(one) + ", " + code(other));
            case OUTPUT -> unlike(one.output(), other.output(), names);
            case ERRORS -> unlike(one.error(), other.error(), names);
            case FILES -> files(one, other);
        };
    }

    private static String code(Behaviour run) {
        String code = run.status().map(String::valueOf).orElse("not run (" + run.trouble() + ")");
        return code + " in " + run.name();
    }

    private static Optional<String> unlike(Captured one, Captured other, List<String> names) {
        return one.isSame(other) ? Optional.empty() : Optional.of(one.unlike(other, names));
    }

    private static Optional<String> files(Behaviour one, Behaviour other) {
        List<String> parts = new ArrayList<>();
        only(one, other).forEach(path -> parts.add(quoted(path) + " only in " + one.name()));
        only(other, one).forEach(path -> parts.add(quoted(path) + " only in " + other.name()));
        for (Map.Entry<String, String> file : one.files().entrySet()) {
            String content = other.files().get(file.getKey());
            if (content != null && !content.equals(file.getValue())) {
                parts.add(quoted(file.getKey()) + " has other contents");
            }
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        String more = parts.size() > MOST_SHOWN ? ", and more" : "";
        return Optional.of(
                parts.stream().limit(MOST_SHOWN).collect(Collectors.joining(", ")) + more);
    }

    private static String quoted(String path) {
        return "\"" + Shown.of(path) + "\"";
    }

    private static List<String> only(Behaviour one, Behaviour other) {
        return one.files().keySet().stream()
                .filter(path -> !other.files().containsKey(path))
                .toList();
    }

    /// What an isolation refuses that another does not, by the numbers of system calls.
    private static void refused(StringBuilder text, Behaviour one, Behaviour other) {
        if (one.walls().isEmpty() || other.walls().isEmpty()) {
            return;
        }
        Set<Integer> numbers = new TreeSet<>(one.walls().get().refused());
        numbers.removeAll(other.walls().get().refused());
        if (!numbers.isEmpty()) {
            String first =
                    numbers.stream()
                            .limit(MOST_NUMBERS)
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
            text.append(
                    "%d calls are refused in %s and not in %s: %s%s%n"
                            .formatted(
                                    numbers.size(),
                                    one.name(),
                                    other.name(),
                                    first,
                                    numbers.size() > MOST_NUMBERS ? ", and more" : ""));
        }
    }

    /// For people, a line for each run and each difference.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Behaviour run : runs) {
            text.append(run.name()).append(": ").append(run.summary()).append('\n');
        }
        for (Difference each : differences) {
            text.append("different ")
                    .append(each.aspect().title())
                    .append(": ")
                    .append(each.where())
                    .append(each.byChance() ? " (as between two runs in one isolation)" : "")
                    .append('\n');
        }
        for (Behaviour run : runs.subList(1, runs.size())) {
            refused(text, runs.getFirst(), run);
            refused(text, run, runs.getFirst());
        }
        Set<Aspect> same = EnumSet.allOf(Aspect.class);
        differences.forEach(each -> same.remove(each.aspect()));
        if (!same.isEmpty()) {
            text.append("equal: ")
                    .append(same.stream().map(Aspect::title).collect(Collectors.joining(", ")))
                    .append('\n');
        }
        return text.toString();
    }
}
