package dev.hako.network.names;

import dev.hako.failure.Failure;
import java.util.regex.Pattern;

/// Names as they may stand in files of names, and be asked for: letters, digits, `-`, `_` and dots
/// between labels of at most 63 (RFC 1035, 2.3.4).
public final class HostName {
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}\\.?$)[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*\\.?");

    private HostName() {}

    public static boolean is(String text) {
        return NAME.matcher(text).matches();
    }

    /// The same name.
    ///
    /// @param what completes "… is no …", such as `search domain`
    /// @throws Failure `INVALID` if it is none
    static String check(String text, String what) {
        if (!is(text)) {
            throw Failure.invalid("\"" + text + "\" is no " + what)
                    .hint("write letters, digits, \"-\", \"_\" and dots");
        }
        return text;
    }

    /// The first label of a name.
    static String label(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
