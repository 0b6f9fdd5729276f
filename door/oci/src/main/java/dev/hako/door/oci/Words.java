package dev.hako.door.oci;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Options and arguments as the command tells them (`RECORD_PROCESS`): each behind a letter and
/// before a zero byte.
record Words(List<Word> words) {
    /// One of them.
    record Word(char letter, String text) {}

    static Words parse(String told) {
        List<Word> words = new ArrayList<>();
        for (String word : told.split("\0", -1)) {
            if (!word.isEmpty()) {
                words.add(new Word(word.charAt(0), word.substring(1)));
            }
        }
        return new Words(Collections.unmodifiableList(words));
    }

    /// All behind this letter, in their order.
    List<String> all(char letter) {
        return words.stream().filter(word -> word.letter == letter).map(Word::text).toList();
    }

    /// The last behind this letter, or null.
    @Nullable String last(char letter) {
        List<String> all = all(letter);
        return all.isEmpty() ? null : all.getLast();
    }

    boolean has(char letter) {
        return last(letter) != null;
    }
}
