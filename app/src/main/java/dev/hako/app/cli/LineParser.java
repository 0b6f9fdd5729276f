package dev.hako.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the words of one command line.
final class LineParser {
    private final OptionSet options;
    private final List<String> words;
    private final List<ParsedLine.Given> given = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private int next;

    private LineParser(OptionSet options, List<String> words) {
        this.options = options;
        this.words = words;
    }

    /// @param interspersed whether options may follow arguments
    /// @throws UsageException for an unknown option or a missing value
    static ParsedLine parse(OptionSet options, boolean interspersed, List<String> words) {
        LineParser parser = new LineParser(options, words);
        parser.readAll(interspersed);
        return new ParsedLine(parser.given, parser.arguments);
    }

    private void readAll(boolean interspersed) {
        while (next < words.size()) {
            String word = words.get(next++);
            if (word.equals("--")) {
                break;
            }
            if (word.startsWith("--")) {
                readLong(word);
            } else if (word.startsWith("-") && word.length() > 1) {
                readLetters(word);
            } else {
                arguments.add(word);
                if (!interspersed) {
                    break;
                }
            }
        }
        arguments.addAll(words.subList(next, words.size()));
    }

    /// `--name`, `--name value` or `--name=value`.
    private void readLong(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option<?> option = find(name, word);
        if (equals >= 0) {
            given.add(new ParsedLine.Given(option, word.substring(equals + 1)));
        } else {
            given.add(new ParsedLine.Given(option, option.isFlag() ? "true" : valueOf(option)));
        }
    }

    /// `-a`, `-abc`, `-n5`, `-n=5` or `-n 5`.
    private void readLetters(String word) {
        for (int i = 1; i < word.length(); i++) {
            Option<?> option = find("-" + word.charAt(i), word);
            String rest = word.substring(i + 1);
            if (rest.startsWith("=")) {
                given.add(new ParsedLine.Given(option, rest.substring(1)));
                return;
            }
            if (!option.isFlag()) {
                given.add(new ParsedLine.Given(option, rest.isEmpty() ? valueOf(option) : rest));
                return;
            }
            given.add(new ParsedLine.Given(option, "true"));
        }
    }

    private String valueOf(Option<?> option) {
        if (next == words.size()) {
            throw UsageException.of("option " + option + " needs a value: " + option.valueName());
        }
        return words.get(next++);
    }

    private Option<?> find(String name, String word) {
        Optional<Option<?>> found = options.find(name);
        if (found.isPresent()) {
            return found.get();
        }
        String where = word.startsWith("--") || word.length() == 2 ? "" : " in \"" + word + "\"";
        throw UsageException.of(
                "unknown option " + name + where + Suggestion.hint(name, options.names()));
    }
}
