package dev.hako.build.dockerfile;

import dev.hako.failure.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parser directives at a file's very beginning: `# name=value`.
///
/// @param syntax the front end that the file was written for
/// @param escape the character that continues a line and takes away a character's meaning
/// @param count of lines that they take
record Directives(Optional<String> syntax, char escape, int count) {
    private static final Pattern FORM =
            Pattern.compile("#[ \\t]*([a-zA-Z][a-zA-Z0-9]*)[ \\t]*=[ \\t]*(.+?)[ \\t]*");
    private static final Set<String> KNOWN = Set.of("syntax", "escape", "check");

    /// @throws Failure `INVALID` if one is given twice, or the escape is neither `\` nor a backtick
    static Directives read(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        int count = 0;
        while (count < lines.size()) {
            Matcher matcher = FORM.matcher(lines.get(count));
            if (!matcher.matches() || !KNOWN.contains(lower(matcher.group(1)))) {
                break;
            }
            count++;
            if (values.put(lower(matcher.group(1)), matcher.group(2)) != null) {
                throw Failure.invalid(
                        "line %d: the directive \"%s\" is given twice"
                                .formatted(count, lower(matcher.group(1))));
            }
        }
        return new Directives(
                Optional.ofNullable(values.get("syntax")),
                escape(values.getOrDefault("escape", "\\")),
                count);
    }

    private static char escape(String value) {
        if (!value.equals("\\") && !value.equals("`")) {
            throw Failure.invalid("the escape character \"" + value + "\" is neither \\ nor `");
        }
        return value.charAt(0);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
