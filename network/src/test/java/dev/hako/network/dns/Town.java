package dev.hako.network.dns;

import dev.hako.network.address.Addresses;
import dev.hako.network.address.Subnet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Two boxes with names, on a network that is the loopback device.
final class Town implements Names {
    static final Zone ZONE =
            new Zone(
                    "town",
                    Stream.of("127.0.0.0/8", "172.18.0.0/24", "fd00:1::/64", "::1/128")
                            .map(Subnet::parse)
                            .toList());

    private static final Map<String, List<InetAddress>> NAMES =
            Map.of(
                    "web", addresses("172.18.0.2", "fd00:1::2"),
                    "4f1c0ffee123", addresses("172.18.0.2", "fd00:1::2"),
                    "db", addresses("172.18.0.3"),
                    "db.town", addresses("172.18.0.3"),
                    "all", addresses("172.18.0.2", "172.18.0.3", "172.18.0.4"),
                    "crowd",
                            Stream.iterate(1, i -> i + 1)
                                    .limit(200)
                                    .map(i -> Addresses.parse("172.18.0." + i))
                                    .toList());

    static List<InetAddress> addresses(String... texts) {
        return Stream.of(texts).map(Addresses::parse).toList();
    }

    /// Servers that are waited for half a second, twice.
    static Upstream upstream(InetSocketAddress... servers) {
        return () -> new Upstream.Servers(List.of(servers), Duration.ofMillis(500), 2, false);
    }

    @Override
    public List<InetAddress> addresses(String name, Asker asker) {
        if (name.equals("broken")) {
            throw new IllegalStateException("a fault of the caller's, on purpose");
        }
        return NAMES.getOrDefault(name, List.of());
    }

    @Override
    public Optional<String> nameOf(InetAddress address, Asker asker) {
        return switch (Addresses.text(address)) {
            case "172.18.0.2", "fd00:1::2" -> Optional.of("web.town");
            default -> Optional.empty();
        };
    }
}
