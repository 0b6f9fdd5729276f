package dev.hako.image.registry.http;

/// Text of a server in a message of ours: short, on one line, and nothing in it that a terminal
/// would obey.
public final class Foreign {
    private static final int MOST_CHARS = 200;

    private Foreign() {}

    /// The text, made harmless.
    public static String text(String text) {
        boolean cut = text.length() > MOST_CHARS;
        String kept = cut ? text.substring(0, MOST_CHARS) + "…" : text;
        return kept.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "\uFFFD");
    }
}
