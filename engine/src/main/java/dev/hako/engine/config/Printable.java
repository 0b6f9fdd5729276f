package dev.hako.engine.config;

/// Foreign text made safe to show: control characters, which a terminal would obey, become `\xNN`.
public final class Printable {
    private static final int MAX_SHOWN = 512;

    private Printable() {}

    /// The text with nothing in it that a terminal would obey, cut at 512 characters.
    public static String of(String text) {
        int end = Math.min(text.length(), MAX_SHOWN);
        int plain = 0;
        while (plain < end && !isControl(text.charAt(plain))) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(end + 16).append(text, 0, plain);
        for (int i = plain; i < end; i++) {
            appendSafe(safe, text.charAt(i));
        }
        return end < text.length() ? safe.append('…').toString() : safe.toString();
    }

    /// The whole text with nothing in it that a terminal would obey, except tabs and newlines.
    public static String whole(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\t') {
                safe.append(c);
            } else {
                appendSafe(safe, c);
            }
        }
        return safe.toString();
    }

    private static void appendSafe(StringBuilder safe, char c) {
        if (!isControl(c)) {
            safe.append(c);
        } else if (c <= 0xff) {
            safe.append(String.format("\\x%02x", (int) c));
        } else {
            safe.append(String.format("\\u%04x", (int) c));
        }
    }

    /// C0, C1, DEL, and the Unicode controls that reorder or hide text.
    private static boolean isControl(char c) {
        return c < 0x20
                || c >= 0x7f && c < 0xa0
                || c >= 0x200b && c <= 0x200f
                || c >= 0x2028 && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069
                || c == 0xfeff;
    }
}
