package dev.hako.network.egress;

import dev.hako.network.address.Subnet;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Addresses that are not of the world (IANA's registries of special-purpose addresses, RFC 6890):
/// who is let to a name is not let to these because somebody says that the name has them.
///
/// Those that exist for examples and measurements only are not among them: nobody is there.
public final class SpecialAddresses {
    private static final List<Kind> ALL =
            List.of(
                    Kind.of("unspecified", "0.0.0.0/8", "::/128"),
                    Kind.of("loopback", "127.0.0.0/8", "::1/128"),
                    Kind.of("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
                    Kind.of("private", "fc00::/7", "fec0::/10"),
                    Kind.of("shared by a provider's customers", "100.64.0.0/10"),
                    Kind.of("link-local", "169.254.0.0/16", "fe80::/10"),
                    Kind.of("of many receivers", "224.0.0.0/4", "ff00::/8"),
                    Kind.of("reserved", "240.0.0.0/4", "192.0.0.0/24"),
                    // IPv4 addresses in other clothes, which a router may take off. What is mapped
                    // (::ffff:0:0/96) is read as the IPv4 address.
                    Kind.of("an IPv4 address in disguise", "::/96", "64:ff9b::/96"),
                    Kind.of("an IPv4 address in disguise", "64:ff9b:1::/48", "2002::/16"),
                    Kind.of("an IPv4 address in disguise", "2001::/32"));

    private SpecialAddresses() {}

    private record Kind(String words, List<Subnet> ranges) {
        static Kind of(String words, String... ranges) {
            return new Kind(words, List.of(ranges).stream().map(Subnet::parse).toList());
        }

        boolean has(InetAddress address) {
            return ranges.stream().anyMatch(range -> range.contains(address));
        }
    }

    /// What an address is that is special, such as `private`.
    public static Optional<String> words(InetAddress address) {
        return ALL.stream().filter(kind -> kind.has(address)).map(Kind::words).findFirst();
    }
}
