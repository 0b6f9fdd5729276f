package dev.hako.app.document;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A tree as JSON, RFC 8259. Whatever a terminal would obey is escaped, so that the text may be
/// shown.
public final class JsonText {
    private final StringBuilder out = new StringBuilder(1024);
    private final String indent;
    private int depth;

    private JsonText(String indent) {
        this.indent = indent;
    }

    /// On one line.
    public static String compact(@Nullable Object tree) {
        return new JsonText("").written(tree);
    }

    /// Indented by four spaces, as Docker does.
    public static String pretty(@Nullable Object tree) {
        return new JsonText("    ").written(tree);
    }

    private String written(@Nullable Object tree) {
        value(tree);
        return out.toString();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case String text -> string(text);
            case Boolean truth -> out.append(truth);
            case Number number -> out.append(number);
            case Document document -> object(document.fields());
            case Map<?, ?> map -> object(map);
            case List<?> list -> items('[', list.iterator(), this::value, ']');
            default -> throw new IllegalArgumentException("no tree: " + value.getClass());
        }
    }

    private void object(Map<?, ?> map) {
        Iterator<? extends Map.Entry<?, ?>> entries =
                map.entrySet().stream()
                        .filter(entry -> !(entry.getValue() instanceof Document.Method))
                        .iterator();
        items('{', entries, this::entry, '}');
    }

    private void entry(Map.Entry<?, ?> entry) {
        string(String.valueOf(entry.getKey()));
        out.append(indent.isEmpty() ? ":" : ": ");
        value(entry.getValue());
    }

    private <T> void items(char open, Iterator<T> items, Consumer<T> item, char close) {
        out.append(open);
        boolean some = items.hasNext();
        depth++;
        while (items.hasNext()) {
            newLine();
            item.accept(items.next());
            if (items.hasNext()) {
                out.append(',');
            }
        }
        depth--;
        if (some) {
            newLine();
        }
        out.append(close);
    }

    private void newLine() {
        if (!indent.isEmpty()) {
            out.append('\n').repeat(indent, depth);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isPlain(c)) {
                    out.append(c);
                } else {
                    out.append(String.format("\\u%04x", (int) c));
                }
            }
        }
    }

    private static boolean isPlain(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
