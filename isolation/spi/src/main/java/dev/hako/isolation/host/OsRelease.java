package dev.hako.isolation.host;

import java.util.List;

/// The name of the distribution: os-release(5).
final class OsRelease {
    private static final String NAME = "PRETTY_NAME=";

    private OsRelease() {}

    static String prettyName() {
        List<String> lines = ProcText.lines("/etc/os-release");
        return prettyName(lines.isEmpty() ? ProcText.lines("/usr/lib/os-release") : lines);
    }

    static String prettyName(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith(NAME)) {
                return unquote(line.substring(NAME.length()).strip());
            }
        }
        return "Linux";
    }

    private static String unquote(String value) {
        boolean quoted =
                value.length() > 1
                        && (value.startsWith("\"") || value.startsWith("'"))
                        && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
