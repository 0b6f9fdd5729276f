package dev.hako.app.output;

import dev.hako.app.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Pieces of text as Docker's tables show them.
public final class Words {
    private static final int SHORT_ID = 12;

    private Words() {}

    /// The first twelve digits of an id.
    public static String shortId(String id) {
        return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
    }

    /// At most `width` characters, the last one `…` if there were more.
    public static String cut(String text, int width) {
        int count = text.codePointCount(0, text.length());
        return count <= width
                ? text
                : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }

    /// Labels as one text: `KEY=VALUE,…`.
    public static String pairs(Map<String, String> labels) {
        List<String> pairs = new ArrayList<>();
        labels.forEach((key, value) -> pairs.add(key + "=" + value));
        return String.join(",", pairs);
    }

    /// What `{{.Label "key"}}` is.
    public static Document.Method labelOf(Map<String, String> labels) {
        return (List<@Nullable Object> arguments) -> labels.getOrDefault(labelKey(arguments), "");
    }

    /// What stands over `{{.Label "key"}}` in a table.
    public static Object labelHeading(List<@Nullable Object> arguments) {
        return labelKey(arguments).toUpperCase(Locale.ROOT);
    }

    private static String labelKey(List<@Nullable Object> arguments) {
        if (arguments.size() == 1 && arguments.getFirst() instanceof String key) {
            return key;
        }
        throw new IllegalArgumentException("Label takes a label's key");
    }

    /// Words as one line; those with spaces in single quotes.
    public static String line(List<String> words) {
        return words.stream()
                .map(word -> word.contains(" ") ? "'" + word + "'" : word)
                .collect(Collectors.joining(" "));
    }

    /// A text in double quotes.
    public static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
