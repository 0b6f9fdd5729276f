package dev.hako.image.registry.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One way in which a server lets itself be convinced (RFC 9110, section 11.6.1).
///
/// @param scheme in lower case, such as `bearer`
/// @param parameters by their names in lower case
record Challenge(String scheme, Map<String, String> parameters) {
    private static final int MOST_CHARS = 1 << 13;
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";

    /// A parameter, with the comma before it; the value is quoted or a token.
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "[\\s,]*("
                            + TOKEN
                            + ")\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|("
                            + TOKEN
                            + "))");

    private static final Pattern SCHEME = Pattern.compile("[\\s,]*(" + TOKEN + ")(?=\\s|,|$)");

    /// Reads a `WWW-Authenticate` header, which may hold several. What cannot be read is left out.
    static List<Challenge> parse(String header) {
        List<Challenge> challenges = new ArrayList<>();
        String text = header.substring(0, Math.min(header.length(), MOST_CHARS));
        Matcher scheme = SCHEME.matcher(text);
        Matcher parameter = PARAMETER.matcher(text);
        int at = 0;
        while (scheme.region(at, text.length()).lookingAt()) {
            at = scheme.end();
            Map<String, String> parameters = new TreeMap<>();
            while (parameter.region(at, text.length()).lookingAt()) {
                at = parameter.end();
                parameters.putIfAbsent(
                        parameter.group(1).toLowerCase(Locale.ROOT), value(parameter));
            }
            challenges.add(new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), parameters));
        }
        return challenges;
    }

    private static String value(Matcher parameter) {
        String quoted = parameter.group(2);
        return quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
    }

    /// A parameter; empty if there is none.
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
