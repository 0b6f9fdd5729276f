package dev.hako.it;

import java.util.List;
import java.util.regex.Pattern;

/// What remains of a text when all that another run would have otherwise is replaced by its kind.
final class Shape {
    private record Kind(Pattern pattern, String name) {
        Kind(String pattern, String name) {
            this(Pattern.compile(pattern, Pattern.MULTILINE), name);
        }
    }

    private static final List<Kind> KINDS =
            List.of(
                    new Kind("\\bsha256:[0-9a-f]{64}\\b", "<digest>"),
                    new Kind("\\b[0-9a-f]{64}\\b", "<id>"),
                    new Kind("\\b[0-9a-f]{12}\\b(?!-)", "<short id>"),
                    new Kind(
                            "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?"
                                    + "(Z| ?[+-]\\d\\d:?\\d\\d)?( UTC)?",
                            "<time>"),
                    new Kind("(?<=\"time\":|\"timeNano\":)\\d+", "<time>"),
                    new Kind("(About an?|Less than an?|\\d+) (second|minute|hour)s?", "<age>"),
                    new Kind("\\b\\d+(\\.\\d+)?([kKMG]i?)?B\\b", "<size>"),
                    new Kind("\\b\\d+\\.\\d\\d%", "<percent>"),
                    new Kind("[ \\t]{2,}", "  "), // columns are as wide as what is in them
                    new Kind(" +$", ""));

    private Shape() {}

    static String of(String text) {
        String shape = text;
        for (Kind kind : KINDS) {
            shape = kind.pattern.matcher(shape).replaceAll(kind.name);
        }
        return shape;
    }
}
