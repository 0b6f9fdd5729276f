package dev.hako.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a command line asks for: options as they were given, and the arguments besides.
public final class ParsedLine {
    private final List<Given> given;
    private final List<String> arguments;

    /// One option as it was given.
    record Given(Option<?> option, String text) {}

    ParsedLine(List<Given> given, List<String> arguments) {
        this.given = given;
        this.arguments = List.copyOf(arguments);
    }

    /// What is no option.
    public List<String> arguments() {
        return arguments;
    }

    /// Whether the option was given at all.
    public boolean has(Option<?> option) {
        for (Given one : given) {
            if (one.option == option) {
                return true;
            }
        }
        return false;
    }

    /// Whether the flag holds; the last word counts.
    public boolean flag(Option<Boolean> option) {
        return value(option).orElse(false);
    }

    /// The option's value; the last one counts.
    ///
    /// @throws UsageException if it has not the option's form
    public <T> Optional<T> value(Option<T> option) {
        for (int i = given.size() - 1; i >= 0; i--) {
            if (given.get(i).option == option) {
                return Optional.of(option.read(given.get(i).text));
            }
        }
        return Optional.empty();
    }

    /// All values of an option that may be given more than once, in their order.
    ///
    /// @throws UsageException if one has not the option's form
    public <T> List<T> values(Option<T> option) {
        return valuesOf(List.of(option));
    }

    /// All values of several options, in the order in which they were given.
    ///
    /// @throws UsageException if one has not its option's form
    public <T> List<T> valuesOf(List<Option<? extends T>> options) {
        List<T> values = new ArrayList<>();
        for (Given one : given) {
            for (Option<? extends T> option : options) {
                if (one.option == option) {
                    values.add(option.read(one.text));
                }
            }
        }
        return values;
    }
}
