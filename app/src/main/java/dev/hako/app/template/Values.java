package dev.hako.app.template;

import dev.hako.app.document.Document;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How Go looks at values: what is true, what is equal, and how each is printed.
final class Values {
    private Values() {}

    /// False, 0, nothing, and whatever is empty are false.
    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean truth -> truth;
            case Number number -> number.doubleValue() != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    /// The text of `{{value}}`.
    static String text(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value, "<no value>");
        return out.toString();
    }

    private static void append(StringBuilder out, @Nullable Object value, String nothing) {
        switch (value) {
            case null -> out.append(nothing);
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
                    out.append(number.longValue());
            case List<?> list -> list(out, list.iterator());
            case Map<?, ?> map -> map(out, map);
            case Document document -> fields(out, document.fields().values().iterator());
            case Document.Method _ -> out.append("<method>");
            default -> out.append(value);
        }
    }

    private static void list(StringBuilder out, Iterator<?> items) {
        out.append('[');
        appendAll(out, items);
        out.append(']');
    }

    private static void fields(StringBuilder out, Iterator<?> values) {
        out.append('{');
        appendAll(out, values);
        out.append('}');
    }

    private static void appendAll(StringBuilder out, Iterator<?> items) {
        while (items.hasNext()) {
            append(out, items.next(), "<nil>");
            out.append(items.hasNext() ? " " : "");
        }
    }

    private static void map(StringBuilder out, Map<?, ?> map) {
        String gap = "map[";
        for (Map.Entry<?, ?> entry : sorted(map)) {
            out.append(gap).append(entry.getKey()).append(':');
            append(out, entry.getValue(), "<nil>");
            gap = " ";
        }
        out.append(map.isEmpty() ? "map[]" : "]");
    }

    /// By key, as Go walks maps in templates.
    static List<? extends Map.Entry<?, ?>> sorted(Map<?, ?> map) {
        return map.entrySet().stream()
                .sorted(Comparator.comparing(entry -> String.valueOf(entry.getKey())))
                .toList();
    }

    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return compare(x, y) == 0;
        }
        return a == null ? b == null : a.equals(b);
    }

    static int compare(Number a, Number b) {
        return isWhole(a) && isWhole(b)
                ? Long.compare(a.longValue(), b.longValue())
                : Double.compare(a.doubleValue(), b.doubleValue());
    }

    static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer;
    }
}
