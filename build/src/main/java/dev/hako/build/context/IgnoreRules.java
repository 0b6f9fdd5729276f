package dev.hako.build.context;

import dev.hako.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Which files of a build's directory are no part of its context: a `.dockerignore`.
///
/// @param rules in their order: the last that fits a file decides
public record IgnoreRules(List<Rule> rules) {
    /// Nothing is left out.
    public static final IgnoreRules NONE = new IgnoreRules(List.of());

    private static final int MAX_BYTES = 1 << 20;

    public IgnoreRules {
        rules = List.copyOf(rules);
    }

    /// @param except whether it brings files back, by a `!` before its pattern
    public record Rule(PathPattern pattern, boolean except) {}

    /// Reads them.
    ///
    /// @param name for messages, such as its path
    /// @throws Failure `INVALID` with the line of a pattern that is none
    public static IgnoreRules parse(String name, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw Failure.invalid("cannot read \"" + name + "\": it has more than 1 MiB");
        }
        List<Rule> rules = new ArrayList<>();
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).startsWith("#") ? "" : lines.get(i).strip();
            if (!line.isEmpty()) {
                try {
                    boolean except = line.startsWith("!");
                    rules.add(
                            new Rule(
                                    PathPattern.parse(except ? line.substring(1).strip() : line),
                                    except));
                } catch (Failure e) {
                    throw e.during("cannot read \"" + name + "\": line " + (i + 1));
                }
            }
        }
        return new IgnoreRules(rules);
    }

    /// Whether a file is left out, by its own path or by that of a directory above it.
    ///
    /// @param path from the context's top, without a `/` at its beginning
    public boolean isIgnored(byte[] path) {
        int[] text = PathText.of(path);
        boolean ignored = false;
        for (Rule rule : rules) {
            // A rule that would change nothing needs no look.
            if (rule.except == ignored && rule.pattern.matchesOrHolds(text)) {
                ignored = !rule.except;
            }
        }
        return ignored;
    }

    /// Whether files may be in the context that are in a directory which is not.
    public boolean hasExceptions() {
        return rules.stream().anyMatch(Rule::except);
    }
}
