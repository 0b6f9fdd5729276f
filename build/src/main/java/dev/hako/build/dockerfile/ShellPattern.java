package dev.hako.build.dockerfile;

import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;

/// A pattern of a shell, with `*` and `?`, for the parts of a variable's value. Matching takes time
/// in proportion to the pattern's length and the value's, whatever they are.
///
/// @param parts a character each, or one of the marks
record ShellPattern(List<Integer> parts) {
    private static final int ANY = -1;
    private static final int MANY = -2;

    /// Replacing looks at each place of the value, so its time grows by the square.
    private static final int MAX_LENGTH = 4096;

    private static final int MAX_PARTS = 64;

    static ShellPattern parse(String text, char escape) {
        List<Integer> parts = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == escape && i + 1 < text.length()) {
                parts.add((int) text.charAt(++i));
            } else {
                parts.add(c == '*' ? MANY : c == '?' ? ANY : c);
            }
        }
        return new ShellPattern(parts);
    }

    private ShellPattern reversed() {
        return new ShellPattern(parts.reversed());
    }

    String withoutPrefix(String value, boolean longest) {
        int end = prefix(value, 0, longest);
        return end < 0 ? value : value.substring(end);
    }

    String withoutSuffix(String value, boolean longest) {
        String reversed = new StringBuilder(value).reverse().toString();
        int end = reversed().prefix(reversed, 0, longest);
        return end < 0 ? value : value.substring(0, value.length() - end);
    }

    /// @param all whether all places are replaced, or the first only
    String replaced(String value, String put, boolean all) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        boolean done = false;
        while (at < value.length()) {
            int end = done ? -1 : prefix(value, at, true);
            if (end > at) {
                out.append(put);
                at = end;
                done = !all;
            } else {
                out.append(value.charAt(at++));
            }
        }
        return out.toString();
    }

    /// Where the part of a value ends that begins at a place and matches, or -1.
    private int prefix(String value, int from, boolean longest) {
        if (value.length() > MAX_LENGTH || parts.size() > MAX_PARTS) {
            throw Failure.invalid(
                    "a pattern is longer than %d characters, or a value for it than %d"
                            .formatted(MAX_PARTS, MAX_LENGTH));
        }
        boolean[] states = new boolean[parts.size() + 1];
        states[0] = true;
        passStars(states);
        int found = states[parts.size()] ? from : -1;
        for (int at = from; at < value.length() && (longest || found < 0); at++) {
            states = after(states, value.charAt(at));
            if (states[parts.size()]) {
                found = at + 1;
            }
        }
        return found;
    }

    /// Which beginnings of the pattern match what has been read, one character more.
    private boolean[] after(boolean[] states, char c) {
        boolean[] next = new boolean[states.length];
        for (int i = 0; i < parts.size(); i++) {
            int part = parts.get(i);
            if (states[i] && part == MANY) {
                next[i] = true;
            } else if (states[i] && (part == ANY || part == c)) {
                next[i + 1] = true;
            }
        }
        passStars(next);
        return next;
    }

    private void passStars(boolean[] states) {
        for (int i = 0; i < parts.size(); i++) {
            if (states[i] && parts.get(i) == MANY) {
                states[i + 1] = true;
            }
        }
    }
}
