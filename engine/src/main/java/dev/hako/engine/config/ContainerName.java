package dev.hako.engine.config;

import dev.hako.failure.Failure;

/// The form of a container's name: Docker's `[a-zA-Z0-9][a-zA-Z0-9_.-]+`, at most 128 characters.
public final class ContainerName {
    private static final int MAX_LENGTH = 128;

    private ContainerName() {}

    /// Refuses a name that does not have the form.
    ///
    /// @throws Failure `INVALID` unless the name has the form
    public static void check(String name) {
        check("container", name);
    }

    /// Refuses a name that does not have the form, which pods' names have too.
    ///
    /// @throws Failure `INVALID` unless the name has the form
    public static void checkPod(String name) {
        check("pod", name);
    }

    /// Refuses a name that does not have the form, which networks' names have too.
    ///
    /// @throws Failure `INVALID` unless the name has the form
    public static void checkNetwork(String name) {
        check("network", name);
    }

    /// Whether a container or something else with a name of this form may be called so.
    public static boolean isName(String name) {
        boolean good =
                name.length() >= 2 && name.length() <= MAX_LENGTH && isAlphanumeric(name.charAt(0));
        for (int i = 1; good && i < name.length(); i++) {
            good = isAlphanumeric(name.charAt(i)) || "_.-".indexOf(name.charAt(i)) >= 0;
        }
        return good;
    }

    private static void check(String kind, String name) {
        if (!isName(name)) {
            throw Failure.invalid("invalid " + kind + " name \"" + Printable.of(name) + "\"")
                    .hint("use 2 to 128 of a-z A-Z 0-9 _ . - and begin with a letter or digit");
        }
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
