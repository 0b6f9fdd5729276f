package dev.hako.image.registry.configuration;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Servers that are reached without a proxy: `example.com` with all below it, `.example.com` with
/// all below it only, addresses, networks such as `10.0.0.0/8`, `*`; a port may follow. This
/// machine is always one.
record ProxyExceptions(List<String> entries) {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");

    static ProxyExceptions parse(String text) {
        return new ProxyExceptions(
                Stream.of(COMMA.split(text.strip()))
                        .map(entry -> entry.toLowerCase(Locale.ROOT))
                        .filter(entry -> !entry.isEmpty())
                        .toList());
    }

    boolean has(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        return Loopback.is(name) || entries.stream().anyMatch(entry -> covers(entry, name, port));
    }

    private static boolean covers(String entry, String host, int port) {
        int slash = entry.indexOf('/');
        if (entry.equals("*")) {
            return true;
        }
        if (slash > 0) {
            return inNetwork(entry.substring(0, slash), entry.substring(slash + 1), host);
        }
        int colon = entry.lastIndexOf(':');
        boolean withPort = colon > 0 && entry.indexOf(':') == colon;
        if (withPort && !entry.substring(colon + 1).equals(Integer.toString(port))) {
            return false;
        }
        return coversName(withPort ? entry.substring(0, colon) : entry, host);
    }

    private static boolean coversName(String entry, String host) {
        String domain = entry.startsWith("*.") ? entry.substring(1) : entry;
        return domain.startsWith(".")
                ? host.endsWith(domain)
                : host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean inNetwork(String network, String bits, String host) {
        Optional<byte[]> base = address(network);
        Optional<byte[]> address = address(host);
        if (base.isEmpty() || address.isEmpty() || !bits.matches("\\d{1,3}")) {
            return false;
        }
        return samePrefix(base.get(), address.get(), Integer.parseInt(bits));
    }

    private static boolean samePrefix(byte[] one, byte[] other, int bits) {
        if (one.length != other.length || bits > one.length * Byte.SIZE) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int mask = 0xff << (Byte.SIZE - bits % Byte.SIZE) & 0xff;
        boolean start = Arrays.equals(one, 0, whole, other, 0, whole);
        return start && (bits % Byte.SIZE == 0 || ((one[whole] ^ other[whole]) & mask) == 0);
    }

    /// Never asks a name server.
    private static Optional<byte[]> address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text).getAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
