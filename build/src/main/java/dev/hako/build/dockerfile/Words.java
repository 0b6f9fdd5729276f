package dev.hako.build.dockerfile;

import java.util.ArrayList;
import java.util.List;

/// Splits text at white space that is neither quoted nor escaped. Quotes and escapes stay: they
/// mean something when variables are put in.
final class Words {
    private final String text;
    private final char escape;
    private int at;

    private Words(String text, char escape) {
        this.text = text;
        this.escape = escape;
    }

    static List<String> split(String text, char escape) {
        Words words = new Words(text, escape);
        List<String> all = new ArrayList<>();
        words.skipSpace();
        while (words.at < text.length()) {
            all.add(words.word());
            words.skipSpace();
        }
        return all;
    }

    /// The first word of a text, which must not begin with white space.
    static String first(String text, char escape) {
        return new Words(text, escape).word();
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private String word() {
        int start = at;
        char quote = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (quote == 0 && Character.isWhitespace(c)) {
                break;
            }
            if (c == escape && quote != '\'') {
                at++;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            at++;
        }
        at = Math.min(at, text.length());
        return text.substring(start, at);
    }
}
