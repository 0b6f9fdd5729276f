package dev.hako.network.bridge;

import dev.hako.failure.Failure;
import java.util.regex.Pattern;

/// What Linux takes as the name of an interface: dev_valid_name() in net/core/dev.c, but `%`, which
/// would make it choose a number, and what is not ASCII.
final class InterfaceName {
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[!-~&&[^/:%]]{1,15}");

    private InterfaceName() {}

    static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.invalid("\"" + name + "\" is no name of a network interface")
                    .hint("use 1 to 15 letters, digits, - and .");
        }
    }
}
