package dev.hako.network.egress;

import dev.hako.failure.Failure;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names as rules and questions have them.
final class DomainName {
    private static final int LONGEST = 253;
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");
    private static final Pattern NUMBERS = Pattern.compile("(.*\\.)?[0-9]+\\.?");

    private DomainName() {}

    /// Whether it ends with a number, as an address does and no domain (RFC 3696, 2).
    static boolean looksLikeAddress(String text) {
        return NUMBERS.matcher(text).matches();
    }

    /// A name in lower case, in ASCII (RFC 3490), without a dot at its end.
    ///
    /// @throws Failure `INVALID` if it is none
    static String normal(String text) {
        String name = ascii(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
        if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
            throw invalid(text);
        }
        return name;
    }

    private static String ascii(String text) {
        try {
            boolean plain = text.chars().allMatch(c -> c < 0x80);
            return (plain ? text : IDN.toASCII(text)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
    }

    private static Failure invalid(String text) {
        return Failure.invalid("\"" + text + "\" is neither a domain nor an address")
                .hint(
                        "write it as example.com, *.example.com for all names below it,"
                                + " 192.0.2.0/24 or 2001:db8::/32");
    }
}
