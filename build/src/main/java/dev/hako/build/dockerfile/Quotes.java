package dev.hako.build.dockerfile;

/// Quotes around a whole value.
final class Quotes {
    private Quotes() {}

    static String removed(String value) {
        int last = value.length() - 1;
        boolean quoted =
                last > 0
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(last) == value.charAt(0);
        return quoted ? value.substring(1, last) : value;
    }
}
