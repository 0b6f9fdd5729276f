package dev.hako.app.template;

import static dev.hako.app.template.Template.mistake;

import dev.hako.app.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Cuts a template into words.
final class Lexer {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final String TRIM_OPEN = "{{- ";
    private static final String TRIM_CLOSE = " -}}";
    private static final String MARKS = "|(),=";

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean spaced;
    private boolean trimNext;

    private Lexer(String source) {
        this.source = source;
    }

    /// All words, an `END` last.
    static List<Token> tokens(String source) {
        Lexer lexer = new Lexer(source);
        while (lexer.at < source.length()) {
            lexer.text();
            if (lexer.at < source.length()) {
                lexer.action();
            }
        }
        lexer.add(Kind.END, "", source.length());
        return lexer.tokens;
    }

    private void text() {
        int open = source.indexOf(OPEN, at);
        int end = open < 0 ? source.length() : open;
        String text = source.substring(at, end);
        if (trimNext) {
            text = text.stripLeading();
            trimNext = false;
        }
        if (source.startsWith(TRIM_OPEN, end)) {
            text = text.stripTrailing();
        }
        if (!text.isEmpty()) {
            add(Kind.TEXT, text, at);
        }
        at = end;
    }

    private void action() {
        int start = at;
        at += source.startsWith(TRIM_OPEN, at) ? TRIM_OPEN.length() : OPEN.length();
        if (source.startsWith("/*", at)) {
            comment(start);
            return;
        }
        add(Kind.OPEN, OPEN, start);
        while (!closes()) {
            if (at >= source.length()) {
                throw mistake(start + 1, "\"{{\" without \"}}\"");
            }
            word();
        }
        close();
    }

    private void comment(int start) {
        int end = source.indexOf("*/", at + 2);
        if (end < 0) {
            throw mistake(start + 1, "the comment is not closed");
        }
        at = end + 2;
        if (!closes()) {
            throw mistake(at + 1, "a comment must fill its \"{{ }}\"");
        }
        skipClose();
    }

    private boolean closes() {
        return source.startsWith(CLOSE, at) || source.startsWith(TRIM_CLOSE, at);
    }

    private void close() {
        int start = at;
        skipClose();
        add(Kind.CLOSE, CLOSE, start);
    }

    private void skipClose() {
        trimNext = source.startsWith(TRIM_CLOSE, at);
        at += trimNext ? TRIM_CLOSE.length() : CLOSE.length();
    }

    private void word() {
        int start = at;
        char c = source.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
            spaced = true;
        } else if (c == '"' || c == '\'') {
            quoted(c);
        } else if (c == '`') {
            raw();
        } else if (c == '.' || c == '$') {
            name(start, c);
        } else if (isNumberStart(c)) {
            number();
        } else if (isNameStart(c)) {
            skipName();
            add(Kind.WORD, source.substring(start, at), start);
        } else {
            mark(c);
        }
    }

    private void name(int start, char first) {
        at++;
        skipName();
        String name = source.substring(start + 1, at);
        if (first == '$') {
            add(Kind.VARIABLE, "$" + name, start);
        } else if (name.isEmpty()) {
            add(Kind.DOT, ".", start);
        } else {
            add(Kind.FIELD, name, start);
        }
    }

    private boolean isNumberStart(char c) {
        boolean sign = c == '-' || c == '+';
        int digit = sign ? at + 1 : at;
        return digit < source.length()
                && source.charAt(digit) >= '0'
                && source.charAt(digit) <= '9';
    }

    private void number() {
        int start = at++;
        while (at < source.length()
                && (isNamePart(source.charAt(at)) || source.charAt(at) == '.')) {
            at++;
        }
        add(Kind.NUMBER, source.substring(start, at), start);
    }

    private void mark(char c) {
        int start = at;
        if (source.startsWith(":=", at)) {
            at += 2;
        } else if (MARKS.indexOf(c) >= 0) {
            at++;
        } else {
            throw mistake(at + 1, "unexpected \"" + c + "\"");
        }
        add(Kind.MARK, source.substring(start, at), start);
    }

    private void raw() {
        int start = at;
        int end = source.indexOf('`', at + 1);
        if (end < 0) {
            throw mistake(start + 1, "the string is not closed");
        }
        at = end + 1;
        add(Kind.STRING, source.substring(start + 1, end), start);
    }

    /// A string, or one character between single quotes, which Go counts as a number.
    private void quoted(char quote) {
        int start = at++;
        StringBuilder text = new StringBuilder();
        while (at < source.length() && source.charAt(at) != quote) {
            char c = source.charAt(at++);
            text.append(c == '\\' ? escape() : c);
        }
        if (at >= source.length()) {
            throw mistake(start + 1, "the string is not closed");
        }
        at++;
        if (quote == '"') {
            add(Kind.STRING, text.toString(), start);
        } else if (text.length() == 1) {
            add(Kind.NUMBER, String.valueOf((int) text.charAt(0)), start);
        } else {
            throw mistake(start + 1, "not one character between single quotes");
        }
    }

    private char escape() {
        if (at >= source.length()) {
            throw mistake(at, "the string is not closed");
        }
        char c = source.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '"', '\'' -> c;
            default -> throw mistake(at - 1, "unknown escape \"\\" + c + "\"");
        };
    }

    private void skipName() {
        while (at < source.length() && isNamePart(source.charAt(at))) {
            at++;
        }
    }

    private static boolean isNameStart(char c) {
        return c == '_' || Character.isLetter(c);
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || Character.isDigit(c);
    }

    private void add(Kind kind, String text, int start) {
        tokens.add(new Token(kind, text, start + 1, spaced));
        spaced = false;
    }
}
