package dev.hako.kernel.cgroup;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// A control file of lines `key number`, such as `memory.stat`.
record KeyedText(Map<String, Long> numbers) {

    /// Reads it; lines that are not of that form are passed over.
    static KeyedText parse(String text) {
        Map<String, Long> numbers = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 2) {
                parseNumber(words[1]).ifPresent(number -> numbers.put(words[0], number));
            }
        }
        return new KeyedText(numbers);
    }

    OptionalLong number(String key) {
        Long number = numbers.get(key);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /// The number of a key, 0 if there is none.
    long orZero(String key) {
        return number(key).orElse(0);
    }

    /// A number of digits; nothing for `max` or anything else.
    static OptionalLong parseNumber(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }
}
