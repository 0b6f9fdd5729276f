package dev.hako.network.dns;

import dev.hako.network.address.Addresses;
import java.net.InetAddress;
import java.util.Optional;

/// Names that stand for addresses, written backwards: `2.0.18.172.in-addr.arpa` (RFC 1035, 3.5) and
/// 32 hexadecimal digits under `ip6.arpa` (RFC 3596, 2.5).
final class ReverseName {
    private static final String IPV4 = ".in-addr.arpa";
    private static final String IPV6 = ".ip6.arpa";
    private static final int NIBBLES = 32;

    private ReverseName() {}

    /// The address that a name stands for, if it stands for a whole one.
    static Optional<InetAddress> address(String name) {
        if (name.endsWith(IPV4)) {
            return ipv4(labels(name, IPV4));
        }
        return name.endsWith(IPV6) ? ipv6(labels(name, IPV6)) : Optional.empty();
    }

    private static String[] labels(String name, String domain) {
        return name.substring(0, name.length() - domain.length()).split("\\.", -1);
    }

    private static Optional<InetAddress> ipv4(String[] labels) {
        return labels.length == Integer.BYTES ? bytes(labels, 10, 1) : Optional.empty();
    }

    private static Optional<InetAddress> ipv6(String[] labels) {
        return labels.length == NIBBLES ? bytes(labels, 16, 2) : Optional.empty();
    }

    /// @param radix of the digits of a label
    /// @param perByte how many labels make a byte
    private static Optional<InetAddress> bytes(String[] labels, int radix, int perByte) {
        byte[] bytes = new byte[labels.length / perByte];
        int most = perByte == 1 ? 255 : 15;
        for (int i = 0; i < labels.length; i++) {
            int digit = number(labels[labels.length - 1 - i], radix);
            if (digit < 0 || digit > most) {
                return Optional.empty();
            }
            bytes[i / perByte] = (byte) (perByte == 1 ? digit : bytes[i / perByte] << 4 | digit);
        }
        return Optional.of(Addresses.of(bytes));
    }

    private static int number(String label, int radix) {
        if (label.isEmpty() || label.length() > 3 || label.length() > 1 && label.charAt(0) == '0') {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < label.length(); i++) {
            int digit = Character.digit(label.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
