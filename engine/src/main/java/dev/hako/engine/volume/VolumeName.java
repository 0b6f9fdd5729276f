package dev.hako.engine.volume;

import dev.hako.engine.config.Printable;
import dev.hako.failure.Failure;
import java.util.regex.Pattern;

/// The form of a volume's name: Docker's `[a-zA-Z0-9][a-zA-Z0-9_.-]+`. It is one component of a
/// path, and never `.`, `..` or hidden.
public final class VolumeName {
    private static final int MAX_LENGTH = 200;
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private VolumeName() {}

    /// Refuses a name that does not have the form.
    ///
    /// @throws Failure `INVALID` unless the name has the form
    public static void check(String name) {
        if (!isName(name)) {
            throw Failure.invalid("invalid volume name \"" + Printable.of(name) + "\"")
                    .hint(
                            "use 2 to 200 of a-z A-Z 0-9 _ . - and begin with a letter or digit;"
                                    + " for a directory of the host, write its absolute path");
        }
    }

    static boolean isName(String name) {
        return name.length() <= MAX_LENGTH && FORM.matcher(name).matches();
    }
}
