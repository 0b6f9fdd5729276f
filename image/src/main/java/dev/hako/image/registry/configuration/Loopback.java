package dev.hako.image.registry.configuration;

import java.util.Locale;
import java.util.regex.Pattern;

/// This machine, by the names that cannot stand for another.
public final class Loopback {
    private static final Pattern NAMES =
            Pattern.compile("localhost|.*\\.localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?");

    private Loopback() {}

    /// Whether a host, without a port, is this machine.
    public static boolean is(String host) {
        return NAMES.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
