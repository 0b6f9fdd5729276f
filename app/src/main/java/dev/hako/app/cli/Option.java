package dev.hako.app.cli;

import dev.hako.failure.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// An option of a command: its names, what it takes, and what it is for.
///
/// @param <T> what its value means
public final class Option<T> {
    private static final String LONG = "--";

    private final List<String> names;
    private final String valueName;
    private final Function<String, T> meaning;
    private final String help;
    private final Candidates candidates;

    private Option(String names, String valueName, Function<String, T> meaning, String help) {
        this.names = Arrays.asList(names.split(", "));
        this.valueName = valueName;
        this.meaning = meaning;
        this.help = help;
        this.candidates = Candidates.named(valueName);
    }

    private Option(Option<T> other, Candidates candidates) {
        this.names = other.names;
        this.valueName = other.valueName;
        this.meaning = other.meaning;
        this.help = other.help;
        this.candidates = candidates;
    }

    /// An option that is there or not; `--name=false` takes it back.
    ///
    /// @param names as the help shows them: `-d, --detach`
    public static Option<Boolean> flag(String names, String help) {
        return new Option<>(names, "", Option::truth, help);
    }

    /// An option with any text.
    public static Option<String> text(String names, String valueName, String help) {
        return new Option<>(names, valueName, text -> text, help);
    }

    /// An option whose text has a form of its own.
    ///
    /// @param valueName what the help calls the value, such as `BYTES`
    /// @param meaning reads the text; it throws [Failure] with the cause alone
    public static <T> Option<T> of(
            String names, String valueName, Function<String, T> meaning, String help) {
        return new Option<>(names, valueName, meaning, help);
    }

    /// The same option, its value one of few.
    public Option<T> offering(String... words) {
        return new Option<>(this, new Candidates.Words(List.of(words)));
    }

    /// The same option, its value one that can be looked up.
    public Option<T> offering(Candidates.Known known) {
        return new Option<>(this, known);
    }

    /// All names with their dashes, in the order of the help.
    public List<String> names() {
        return names;
    }

    /// Whether it takes no value.
    public boolean isFlag() {
        return valueName.isEmpty();
    }

    /// What the help calls the value; empty for a flag.
    public String valueName() {
        return valueName;
    }

    /// What it is for, in one line.
    public String help() {
        return help;
    }

    /// What completion offers for its value.
    public Candidates candidates() {
        return candidates;
    }

    /// The first long name without dashes: what the help is sorted by.
    String sortKey() {
        for (String name : names) {
            if (name.startsWith(LONG)) {
                return name.substring(LONG.length());
            }
        }
        return names.getFirst().substring(1);
    }

    T read(String text) {
        try {
            return meaning.apply(text);
        } catch (Failure e) {
            throw UsageException.of(
                    "invalid argument \"" + text + "\" for " + this + ": " + e.getMessage());
        }
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw Failure.invalid("neither true nor false");
        };
    }

    /// The names as messages show them: `-m, --memory`.
    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
