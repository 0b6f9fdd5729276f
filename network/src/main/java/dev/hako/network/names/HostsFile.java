package dev.hako.network.names;

import dev.hako.network.address.Addresses;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The `/etc/hosts` of a box, in Docker's shape: the loopback device and the well-known groups of
/// IPv6, then what the user added, then the box itself under each of its addresses (hosts(5)).
///
/// @param ipv6 whether the box has IPv6 at all; without it, its loopback device has none either
/// @param lines those after the loopback device's, in order
public record HostsFile(boolean ipv6, List<Line> lines) {
    private static final String LOOPBACK = "127.0.0.1\tlocalhost\n";
    private static final String LOOPBACK_IPV6 =
            """
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::\tip6-localnet
            ff00::\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters
            """;

    public HostsFile {
        lines = List.copyOf(lines);
    }

    /// An address and its names, of which the first is the canonical one; there is one at least.
    public record Line(InetAddress address, List<String> names) {
        public Line {
            names = List.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException("an address without a name");
            }
            names.forEach(name -> HostName.check(name, "name of a host"));
        }

        private String text() {
            return Addresses.text(address) + "\t" + String.join(" ", names) + "\n";
        }
    }

    /// A box as its own file tells of it.
    ///
    /// @param hostname perhaps with a domain, then it has the first label as a name, too
    /// @param aliases further names
    /// @param addresses one line each; none for a box without a network, whose name is then the
    ///   loopback device's `127.0.1.1`, as Debian has it
    public record Self(String hostname, List<String> aliases, List<InetAddress> addresses) {
        private static final InetAddress ALONE = InetAddress.ofLiteral("127.0.1.1");

        public Self {
            aliases = List.copyOf(aliases);
            addresses = List.copyOf(addresses);
        }

        private Stream<Line> lines() {
            SequencedSet<String> names = new LinkedHashSet<>();
            names.add(hostname);
            names.add(HostName.label(hostname));
            names.addAll(aliases);
            return (addresses.isEmpty() ? List.of(ALONE) : addresses)
                    .stream().map(address -> new Line(address, List.copyOf(names)));
        }
    }

    /// The file of a box.
    ///
    /// @param gateways what `host-gateway` means: the host's addresses towards the box
    /// @throws dev.hako.failure.Failure `INVALID` if a name is none, or there is no such gateway
    public static HostsFile of(
            Self self, List<AddedHost> added, List<InetAddress> gateways, boolean ipv6) {
        Stream<Line> first = added.stream().flatMap(host -> host.lines(gateways).stream());
        return new HostsFile(ipv6, Stream.concat(first, self.lines()).toList());
    }

    /// What stands in the file.
    public String text() {
        return LOOPBACK
                + (ipv6 ? LOOPBACK_IPV6 : "")
                + lines.stream().map(Line::text).collect(Collectors.joining());
    }
}
