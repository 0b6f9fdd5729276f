package dev.hako.app.completion;

import dev.hako.engine.config.Printable;
import java.util.List;

/// What completion offers for a word.
///
/// @param words whole words, each with what it means
/// @param paths which files the shell adds
/// @param before what of the word comes before the name of a file
record Offer(List<Word> words, Paths paths, String before) {
    static final Offer NOTHING = new Offer(List.of(), Paths.NONE, "");
    private static final int MOST = 2000;

    /// A word and its description, which may be empty.
    record Word(String text, String description) {}

    /// Names of files that the shell offers besides.
    enum Paths {
        NONE(":words"),
        FILES(":files"),
        DIRECTORIES(":directories");

        private final String line;

        Paths(String line) {
            this.line = line;
        }
    }

    Offer {
        words = List.copyOf(words);
    }

    static Offer words(List<Word> words) {
        return new Offer(words, Paths.NONE, "");
    }

    /// The lines that a shell's script reads.
    String lines() {
        StringBuilder text = new StringBuilder();
        for (Word word : words.subList(0, Math.min(MOST, words.size()))) {
            text.append(Printable.of(word.text));
            text.append('\t').append(Printable.of(word.description)).append('\n');
        }
        return text.append(paths.line).append(' ').append(before).append('\n').toString();
    }
}
