package dev.hako.build.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the form `["a", "b"]`: a JSON array of strings (RFC 8259), and nothing after it. Whatever
/// is another thing is text for a shell, as the reference says, and no error.
final class ExecForm {
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private final String text;
    private int at;

    /// That the text is no array of strings.
    private static final class OtherFormException extends Exception {
        private static final long serialVersionUID = 1;
    }

    private ExecForm(String text) {
        this.text = text;
    }

    static Optional<List<String>> read(String text) {
        if (!text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ExecForm(text).array());
        } catch (OtherFormException e) {
            return Optional.empty();
        }
    }

    private List<String> array() throws OtherFormException {
        List<String> words = new ArrayList<>();
        expect('[');
        if (peek() != ']') {
            words.add(string());
            while (peek() == ',') {
                expect(',');
                words.add(string());
            }
        }
        expect(']');
        if (!text.substring(at).isBlank()) {
            throw new OtherFormException();
        }
        return words;
    }

    private char peek() throws OtherFormException {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return character();
    }

    private char character() throws OtherFormException {
        if (at == text.length()) {
            throw new OtherFormException();
        }
        return text.charAt(at);
    }

    private void expect(char wanted) throws OtherFormException {
        if (peek() != wanted) {
            throw new OtherFormException();
        }
        at++;
    }

    private String string() throws OtherFormException {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char c = character(); c != '"'; c = character()) {
            at++;
            if (c < ' ') {
                throw new OtherFormException();
            }
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private char escaped() throws OtherFormException {
        char c = character();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw new OtherFormException();
        };
    }

    private char unicode() throws OtherFormException {
        int value = 0;
        for (int i = 0; i < HEX_DIGITS; i++) {
            int digit = Character.digit(character(), HEX);
            if (digit < 0) {
                throw new OtherFormException();
            }
            value = value * HEX + digit;
            at++;
        }
        return (char) value;
    }
}
