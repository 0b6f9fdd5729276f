package dev.hako.app.value;

import dev.hako.failure.Failure;
import java.util.Optional;
import java.util.regex.Pattern;

/// `oci:DIR[:TAG]`, an image in a directory.
public record LayoutName(String directory, Optional<String> tag) {
    private static final String PREFIX = "oci:";
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    /// Reads a name.
    public static LayoutName parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw Failure.unsupported("this version has no store for an image \"" + text + "\"")
                    .hint("write it to a directory, as in oci:images:" + plain(text));
        }
        String rest = text.substring(PREFIX.length());
        int colon = rest.lastIndexOf(':');
        String directory = colon < 0 ? rest : rest.substring(0, colon);
        if (directory.isEmpty()) {
            throw Failure.invalid("\"" + text + "\" names no directory");
        }
        return new LayoutName(
                directory,
                colon < 0 ? Optional.empty() : Optional.of(tag(rest.substring(colon + 1))));
    }

    private static String tag(String text) {
        if (!TAG.matcher(text).matches()) {
            throw Failure.invalid("invalid tag \"" + text + "\"")
                    .hint("use at most 128 of a-z A-Z 0-9 _ . -, and begin with no . or -");
        }
        return text;
    }

    private static String plain(String text) {
        String last = text.substring(text.lastIndexOf('/') + 1).replace(':', '-');
        return TAG.matcher(last).matches() ? last : "TAG";
    }
}
