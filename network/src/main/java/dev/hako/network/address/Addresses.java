package dev.hako.network.address;

import dev.hako.failure.Failure;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Reads and writes addresses, and asks no name server to.
public final class Addresses {
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private Addresses() {}

    /// Reads an address of either family: `172.18.0.2`, `fd00:1::2`.
    ///
    /// @throws Failure `INVALID` if it is none
    public static InetAddress parse(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            throw noAddress(text);
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw noAddress(text);
        }
    }

    private static Failure noAddress(String text) {
        return Failure.invalid("\"" + text + "\" is no IP address");
    }

    /// An address as people write it: of IPv6 in the shortest form of RFC 5952 (`fd00:1::2`), with
    /// its interface behind `%`, if it is bound to one.
    public static String text(InetAddress address) {
        if (!(address instanceof Inet6Address ipv6)) {
            return address.getHostAddress();
        }
        String full = address.getHostAddress();
        int scope = full.indexOf('%');
        return shortest(ByteBuffer.wrap(ipv6.getAddress()).asShortBuffer())
                + (scope < 0 ? "" : full.substring(scope));
    }

    /// The longest run of zeros, if it is one of two groups or more, becomes `::`.
    private static String shortest(ShortBuffer groups) {
        int from = 0;
        int zeros = 0;
        for (int at = 0; at < groups.limit(); at++) {
            int end = at;
            while (end < groups.limit() && groups.get(end) == 0) {
                end++;
            }
            if (end - at > zeros) {
                from = at;
                zeros = end - at;
            }
        }
        return zeros < 2
                ? hexadecimal(groups, 0, groups.limit())
                : hexadecimal(groups, 0, from)
                        + "::"
                        + hexadecimal(groups, from + zeros, groups.limit());
    }

    private static String hexadecimal(ShortBuffer groups, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(at -> Integer.toHexString(Short.toUnsignedInt(groups.get(at))))
                .collect(Collectors.joining(":"));
    }

    /// The address of 4 or 16 bytes, the highest first.
    public static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
        }
    }
}
