package dev.hako.app.output;

import java.util.List;

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

    /// A command line in double quotes.
    public static String quoted(List<String> words) {
        return "\"" + String.join(" ", words).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
