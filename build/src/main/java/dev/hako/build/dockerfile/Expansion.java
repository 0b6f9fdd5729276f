package dev.hako.build.dockerfile;

import dev.hako.failure.Failure;
import java.util.Optional;
import java.util.function.Function;

/// Puts the values of variables into text, and takes quotes and escapes away, as a shell does:
/// "Environment replacement" in the Dockerfile reference.
///
/// Text that grows beyond what Linux takes as one argument is refused: a file of few lines could
/// fill any memory else.
final class Expansion {
    /// The kernel's `MAX_ARG_STRLEN`.
    static final int MAX_LENGTH = 1 << 17;

    private static final int MAX_DEPTH = 50;
    private static final String SPECIAL = "@*#?-$!0";

    private final String text;
    private final char escape;
    private final boolean quotes;
    private final Function<String, Optional<String>> variables;
    private final int depth;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private Expansion(
            String text,
            char escape,
            boolean quotes,
            Function<String, Optional<String>> variables,
            int depth) {
        this.text = text;
        this.escape = escape;
        this.quotes = quotes;
        this.variables = variables;
        this.depth = depth;
    }

    /// A word or a line, whose quotes go.
    ///
    /// @param variables their values, if they have one
    /// @throws Failure `INVALID` for what cannot be put in, or is not there but asked for by `:?`
    static String ofWord(String text, char escape, Function<String, Optional<String>> variables) {
        return new Expansion(text, escape, true, variables, 0).whole();
    }

    /// A document, whose quotes are text.
    static String ofDocument(
            String text, char escape, Function<String, Optional<String>> variables) {
        return new Expansion(text, escape, false, variables, 0).whole();
    }

    private String whole() {
        while (at < text.length()) {
            next();
        }
        return out.toString();
    }

    private void next() {
        char c = text.charAt(at);
        if (quotes && c == '\'') {
            singleQuoted();
        } else if (quotes && c == '"') {
            doubleQuoted();
        } else if (c == '$') {
            append(variable());
        } else if (c == escape) {
            escaped();
        } else {
            append(c);
            at++;
        }
    }

    private void append(char c) {
        out.append(c);
        checkLength();
    }

    private void append(String value) {
        out.append(value);
        checkLength();
    }

    private void checkLength() {
        if (out.length() > mostLength()) {
            throw Failure.invalid(
                    "with its variables it is longer than 128 KiB, or a document than 2 MiB");
        }
    }

    private int mostLength() {
        return quotes ? MAX_LENGTH : Dockerfile.MAX_BYTES;
    }

    private void singleQuoted() {
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw Failure.invalid("a ' has no other");
        }
        append(text.substring(at + 1, end));
        at = end + 1;
    }

    private void doubleQuoted() {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c == '$') {
                append(variable());
            } else if (c == escape && at + 1 < text.length() && isEscapable(text.charAt(at + 1))) {
                append(text.charAt(at + 1));
                at += 2;
            } else {
                append(c);
                at++;
            }
        }
        if (at == text.length()) {
            throw Failure.invalid("a \" has no other");
        }
        at++;
    }

    private boolean isEscapable(char c) {
        return c == '"' || c == '$' || c == escape;
    }

    /// In a document only what could be taken for a variable is escaped.
    private void escaped() {
        boolean last = at + 1 == text.length();
        if (last) {
            append(escape);
            at++;
        } else if (quotes || text.charAt(at + 1) == '$' || text.charAt(at + 1) == escape) {
            append(text.charAt(at + 1));
            at += 2;
        } else {
            append(escape);
            at++;
        }
    }

    private String variable() {
        at++;
        if (at < text.length() && text.charAt(at) == '{') {
            at++;
            return braced();
        }
        String name = name();
        return name.isEmpty() ? "$" : value(name);
    }

    private String value(String name) {
        return variables.apply(name).orElse("");
    }

    private String name() {
        int start = at;
        if (at < text.length() && SPECIAL.indexOf(text.charAt(at)) >= 0) {
            at++;
        } else {
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
        }
        return text.substring(start, at);
    }

    private static boolean isNamePart(char c) {
        return c == '_' || c < 0x80 && Character.isLetterOrDigit(c);
    }

    /// What is between `${` and `}`, from the name on.
    private String braced() {
        String name = name();
        if (name.isEmpty() || at == text.length()) {
            throw Failure.invalid("a ${ names no variable, or has no }");
        }
        if (text.charAt(at) == '}') {
            at++;
            return value(name);
        }
        boolean emptyIsNone = text.charAt(at) == ':';
        if (emptyIsNone) {
            at++;
        }
        String operation = operation(name, emptyIsNone);
        int start = at;
        int end = end();
        at = end + 1;
        return operate(name, operation, emptyIsNone, text.substring(start, end));
    }

    private String operation(String name, boolean emptyIsNone) {
        String rest = text.substring(at, Math.min(at + 2, text.length()));
        String first = rest.isEmpty() ? "" : rest.substring(0, 1);
        boolean known = (emptyIsNone ? "-+?" : "-+?#%/").contains(first) && !first.isEmpty();
        if (!known) {
            throw Failure.invalid("${%s…} has an operation that is not known".formatted(name));
        }
        boolean twice = "#%/".contains(first) && rest.equals(first + first);
        at += twice ? 2 : 1;
        return twice ? rest : first;
    }

    /// Where the `}` is that belongs to the `${` before.
    private int end() {
        int open = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == escape) {
                i++;
            } else if (c == '{' && text.charAt(i - 1) == '$') {
                open++;
            } else if (c == '}' && open-- == 0) {
                return i;
            }
        }
        throw Failure.invalid("a ${ has no }");
    }

    private String operate(String name, String operation, boolean emptyIsNone, String argument) {
        if (depth == MAX_DEPTH) {
            throw Failure.invalid("variables are more than " + MAX_DEPTH + " deep in each other");
        }
        Optional<String> value =
                variables.apply(name).filter(found -> !emptyIsNone || !found.isEmpty());
        return switch (operation) {
            case "-" -> value.orElseGet(() -> inner(argument));
            case "+" -> value.isPresent() ? inner(argument) : "";
            case "?" -> value.orElseThrow(() -> missing(name, inner(argument)));
            case "#", "##" -> pattern(argument).withoutPrefix(value(name), operation.length() > 1);
            case "%", "%%" -> pattern(argument).withoutSuffix(value(name), operation.length() > 1);
            default -> replaced(value(name), argument, operation.length() > 1);
        };
    }

    private String inner(String argument) {
        return new Expansion(argument, escape, true, variables, depth + 1).whole();
    }

    /// Escapes stay: in a pattern they take away the meaning of its own characters.
    private ShellPattern pattern(String argument) {
        String text = new Expansion(argument, escape, false, variables, depth + 1).whole();
        return ShellPattern.parse(text, escape);
    }

    private String replaced(String value, String argument, boolean all) {
        int slash = unescapedSlash(argument);
        String searched = slash < 0 ? argument : argument.substring(0, slash);
        String put = slash < 0 ? "" : inner(argument.substring(slash + 1));
        return pattern(searched).replaced(value, put, all);
    }

    private int unescapedSlash(String argument) {
        for (int i = 0; i < argument.length(); i++) {
            if (argument.charAt(i) == escape) {
                i++;
            } else if (argument.charAt(i) == '/') {
                return i;
            }
        }
        return -1;
    }

    private static Failure missing(String name, String message) {
        return Failure.invalid(
                "the variable \"%s\" is not set%s"
                        .formatted(name, message.isEmpty() ? "" : ": " + message));
    }
}
