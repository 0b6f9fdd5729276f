package dev.hako.bench;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What the command line asks for.
///
/// @param quick a minute instead of eight
/// @param only the name of the one scenario to run
/// @param json a file for the report as JSON
/// @param help only explain
record Options(boolean quick, Optional<String> only, Optional<Path> json, boolean help) {
    static final String USAGE =
            """
            ./dev bench [--quick] [--only NAME] [--json FILE]

              --quick       a minute for all, instead of eight: fewer rounds, wider intervals
              --only NAME   one scenario: %s
              --json FILE   the report for programs, too

            Exit status: 0 if all targets are met, 1 if one is missed, 2 for a wrong command line.
            """;

    /// @throws IllegalArgumentException if a word is unknown or lacks its value
    static Options parse(List<String> words) {
        Options options = new Options(false, Optional.empty(), Optional.empty(), false);
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            options = options.with(rest.next(), rest);
        }
        return options;
    }

    private Options with(String word, Iterator<String> rest) {
        return switch (word) {
            case "--quick" -> new Options(true, only, json, help);
            case "--only" -> new Options(quick, Optional.of(value(word, rest)), json, help);
            case "--json" ->
                    new Options(quick, only, Optional.of(Path.of(value(word, rest))), help);
            case "--help", "-h" -> new Options(quick, only, json, true);
            default -> throw new IllegalArgumentException("unknown word \"" + word + "\"");
        };
    }

    private static String value(String word, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(word + " lacks its value");
        }
        return rest.next();
    }
}
