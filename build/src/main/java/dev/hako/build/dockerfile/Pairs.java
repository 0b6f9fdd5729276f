package dev.hako.build.dockerfile;

import dev.hako.build.dockerfile.Instruction.Pair;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/// Names and values, as in `ENV a=1 b="2 3"`, or `ENV a all of the line`.
final class Pairs {
    private Pairs() {}

    /// @throws Failure `INVALID` for anything else
    static List<Pair> read(LogicalLine line, char escape) {
        List<String> words = Words.split(line.rest(), escape);
        if (words.isEmpty()) {
            throw line.invalid("there is no name");
        }
        if (!words.getFirst().contains("=")) {
            return List.of(ofWholeLine(line));
        }
        List<Pair> pairs = new ArrayList<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw line.invalid("\"" + word + "\" is not of the form name=value");
            }
            pairs.add(new Pair(word.substring(0, equals), word.substring(equals + 1)));
        }
        return pairs;
    }

    private static Pair ofWholeLine(LogicalLine line) {
        String rest = line.rest();
        int end = 0;
        while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
            end++;
        }
        if (end == rest.length()) {
            throw line.invalid("\"" + rest + "\" has no value");
        }
        return new Pair(rest.substring(0, end), rest.substring(end).stripLeading());
    }
}
