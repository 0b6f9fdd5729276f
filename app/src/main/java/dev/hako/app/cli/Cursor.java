package dev.hako.app.cli;

import java.util.List;
import java.util.Optional;

/// What the last word of an unfinished command line is.
public sealed interface Cursor {
    /// A part of an option's value.
    ///
    /// @param before what of the word comes before the value, such as `--name=`
    /// @param begun the beginning of the value
    record Value(Option<?> option, String before, String begun) implements Cursor {}

    /// A part of an option's name.
    record Name(String begun) implements Cursor {}

    /// A part of an argument.
    ///
    /// @param earlier the arguments before it
    record Argument(List<String> earlier, String begun) implements Cursor {}

    /// The place of the last of these words, which follow the command's name.
    ///
    /// @param words at least one; the last may be empty
    static Cursor of(CommandForm form, List<String> words) {
        return new CursorFinder(form).find(words.subList(0, words.size() - 1), words.getLast());
    }

    /// The option whose value begins in this word, and where.
    static Optional<Value> valueIn(OptionSet options, String word) {
        int equals = word.indexOf('=');
        boolean named = word.startsWith("--");
        if (named && equals < 0 || word.length() < 3) {
            return Optional.empty();
        }
        String name = named ? word.substring(0, equals) : word.substring(0, 2);
        int start = named || equals == 2 ? equals + 1 : 2;
        return options.find(name)
                .filter(option -> !option.isFlag())
                .map(option -> new Value(option, word.substring(0, start), word.substring(start)));
    }
}
