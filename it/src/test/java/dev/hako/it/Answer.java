package dev.hako.it;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What an engine did with a line.
///
/// @param status its exit status
/// @param output the [Shape] of what it printed
/// @param error what it complained of, in words of its own
record Answer(int status, String output, String error) {
    /// In what two engines can be compared.
    enum Aspect {
        STATUS,
        OUTPUT,
        ERROR;

        static Aspect named(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    /// In what this is not the same as another engine's answer. The words of a complaint do not
    /// count, only whether there is one.
    Set<Aspect> differencesFrom(Answer other) {
        Set<Aspect> differences = EnumSet.noneOf(Aspect.class);
        if (status != other.status) {
            differences.add(Aspect.STATUS);
        }
        if (!output.equals(other.output)) {
            differences.add(Aspect.OUTPUT);
        }
        if (error.isEmpty() != other.error.isEmpty()) {
            differences.add(Aspect.ERROR);
        }
        return differences;
    }
}
