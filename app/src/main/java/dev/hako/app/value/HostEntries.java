package dev.hako.app.value;

import dev.hako.engine.config.PodConfig.HostEntry;
import dev.hako.failure.Failure;
import java.util.regex.Pattern;

/// Lines of `/etc/hosts` as Docker's `--add-host` takes them: `NAME:ADDRESS`, an address of IPv6
/// perhaps in brackets.
public final class HostEntries {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");
    private static final Pattern V4 = Pattern.compile("(\\d{1,3})(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    private HostEntries() {}

    /// Reads one.
    ///
    /// @throws Failure `INVALID` if it has another form
    public static HostEntry parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw Failure.invalid("must be NAME:ADDRESS");
        }
        String name = text.substring(0, colon);
        String address = withoutBrackets(text.substring(colon + 1));
        if (!NAME.matcher(name).matches()) {
            throw Failure.invalid("not the name of a host: \"" + name + "\"");
        }
        if (!V4.matcher(address).matches() && !V6.matcher(address).matches()) {
            throw Failure.invalid("not an address: \"" + address + "\"");
        }
        return new HostEntry(address, name);
    }

    private static String withoutBrackets(String address) {
        return address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
    }
}
