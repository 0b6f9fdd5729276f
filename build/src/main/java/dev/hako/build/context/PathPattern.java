package dev.hako.build.context;

import dev.hako.failure.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A pattern for paths: `*` and `?` for what has no `/`, `**` for directories of any depth, `[a-z]`
/// and `[^a-z]` for one character, and a `\` before what means itself.
///
/// @param parts each taking a character, or many
public record PathPattern(List<Part> parts) {
    /// A part of a pattern, and where it leads.
    public sealed interface Part {
        /// One character of a set.
        record One(Characters set) implements Part {}

        /// Any number of characters but `/`.
        record Star() implements Part {}

        /// Any number of characters.
        record Anything() implements Part {}

        /// Nothing, or all up to a `/`: whether that is so is decided here.
        record Directories() implements Part {}

        /// All up to a `/`.
        record ToSlash() implements Part {}
    }

    /// A set of characters.
    ///
    /// @param ranges pairs of a first and a last character
    /// @param other whether all but those are meant
    public record Characters(List<int[]> ranges, boolean other) {
        static Characters of(int character) {
            return new Characters(List.of(new int[] {character, character}), false);
        }

        boolean has(int character) {
            boolean inside = false;
            for (int[] range : ranges) {
                inside |= range[0] <= character && character <= range[1];
            }
            return inside != other && (character != '/' || !other);
        }
    }

    public PathPattern {
        parts = List.copyOf(parts);
    }

    /// Reads one.
    ///
    /// @param text a pattern of nothing but `/` and `.` fits nothing
    /// @throws Failure `INVALID` if a `[` has no `]`, or nothing follows a `\`
    public static PathPattern parse(String text) {
        return new Parser(cleaned(text).codePoints().toArray()).pattern();
    }

    /// Without what leads nowhere: empty names, `.`, and `..` with the name before it.
    private static String cleaned(String text) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : text.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return String.join("/", names);
    }

    private static final class Parser {
        private final int[] text;
        private final List<Part> parts = new ArrayList<>();
        private int at;

        private Parser(int[] text) {
            this.text = text;
        }

        private PathPattern pattern() {
            while (at < text.length) {
                int c = text[at++];
                switch (c) {
                    case '*' -> stars();
                    case '?' -> parts.add(new Part.One(new Characters(List.of(), true)));
                    case '[' -> parts.add(new Part.One(set()));
                    case '\\' -> parts.add(new Part.One(Characters.of(escaped())));
                    default -> parts.add(new Part.One(Characters.of(c)));
                }
            }
            return new PathPattern(parts);
        }

        private void stars() {
            if (at == text.length || text[at] != '*') {
                parts.add(new Part.Star());
                return;
            }
            while (at < text.length && text[at] == '*') {
                at++;
            }
            if (at < text.length && text[at] == '/') {
                at++;
                parts.add(new Part.Directories());
                parts.add(new Part.ToSlash());
            } else {
                parts.add(new Part.Anything());
            }
        }

        private int escaped() {
            if (at == text.length) {
                throw Failure.invalid("nothing follows its \\");
            }
            return text[at++];
        }

        private Characters set() {
            boolean other = at < text.length && (text[at] == '^' || text[at] == '!');
            if (other) {
                at++;
            }
            List<int[]> ranges = new ArrayList<>();
            while (ranges.isEmpty() || at < text.length && text[at] != ']') {
                int first = member();
                boolean range = at + 1 < text.length && text[at] == '-' && text[at + 1] != ']';
                if (range) {
                    at++;
                }
                ranges.add(new int[] {first, range ? member() : first});
            }
            member();
            return new Characters(ranges, other);
        }

        private int member() {
            if (at == text.length) {
                throw Failure.invalid("its [ has no ]");
            }
            int c = text[at++];
            return c == '\\' ? escaped() : c;
        }
    }

    /// Whether it fits a name, or a path.
    public boolean matches(byte[] path) {
        int[] text = PathText.of(path);
        return matchesOrHolds(text);
    }

    /// Whether it fits a path, or a directory above it.
    boolean matchesOrHolds(int[] path) {
        boolean[] states = new boolean[parts.size() + 1];
        enter(states, 0);
        for (int i = 0; i < path.length; i++) {
            int c = path[i];
            if (c == '/' && states[parts.size()]) {
                return true;
            }
            boolean[] next = new boolean[states.length];
            for (int part = 0; part < parts.size(); part++) {
                if (states[part]) {
                    step(next, part, c);
                }
            }
            states = next;
        }
        return states[parts.size()];
    }

    /// What may follow the beginning of the pattern that has been matched, one character more.
    private void step(boolean[] next, int part, int c) {
        switch (parts.get(part)) {
            case Part.One(Characters set) -> {
                if (set.has(c)) {
                    enter(next, part + 1);
                }
            }
            case Part.Star _ -> {
                if (c != '/') {
                    enter(next, part);
                }
            }
            case Part.Anything _ -> enter(next, part);
            case Part.Directories _ -> {}
            case Part.ToSlash _ -> {
                next[part] = true;
                if (c == '/') {
                    enter(next, part + 1);
                }
            }
        }
    }

    /// Comes to a part, and to those behind it if it may stand for nothing.
    private void enter(boolean[] states, int from) {
        int part = from;
        boolean more = true;
        while (more) {
            states[part] = true;
            Part there = part < parts.size() ? parts.get(part) : new Part.ToSlash();
            switch (there) {
                case Part.Star _, Part.Anything _ -> part++;
                case Part.Directories _ -> {
                    states[part + 1] = true;
                    part += 2;
                }
                case Part.One _, Part.ToSlash _ -> more = false;
            }
        }
    }
}
