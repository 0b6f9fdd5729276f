package dev.hako.engine.config;

import dev.hako.failure.Failure;
import dev.hako.network.address.Subnet;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network to make.
///
/// @param name by which containers are connected to it
/// @param internal whether nobody outside is reached from it
/// @param ipv6 whether it has addresses of IPv6 besides those of IPv4
/// @param ranges the addresses it has; those of a family that is not there are chosen
/// @param options of the bridge, see [BridgeOptions]
/// @param labels for users to find it by
public record NetworkConfig(
        String name,
        boolean internal,
        boolean ipv6,
        List<Range> ranges,
        Map<String, String> options,
        Map<String, String> labels) {
    /// The only driver there is.
    public static final String DRIVER = "bridge";

    /// The network that containers are connected to who name none; made when it is first needed.
    public static final String STANDARD = "bridge";

    private static final List<String> RESERVED = List.of("none", "host", "default");

    public NetworkConfig {
        ranges = List.copyOf(ranges);
        options = Ordered.copyOf(options);
        labels = Ordered.copyOf(labels);
        ContainerName.checkNetwork(name);
        if (RESERVED.contains(name)) {
            throw Failure.conflict("\"" + name + "\" means something else as a network")
                    .hint("choose another name");
        }
        requireOneOfEachFamily(ranges);
        BridgeOptions.of(options);
    }

    private static void requireOneOfEachFamily(List<Range> ranges) {
        long ipv6 = ranges.stream().filter(range -> range.subnet().isIpv6()).count();
        if (ipv6 > 1 || ranges.size() - ipv6 > 1) {
            throw Failure.invalid("a network has one subnet of each family at most")
                    .hint("leave out the others, or make more networks");
        }
    }

    /// A network about which nothing is said but its name.
    public static NetworkConfig of(String name) {
        return new NetworkConfig(name, false, false, List.of(), Map.of(), Map.of());
    }

    /// What its options say of its bridge.
    public BridgeOptions bridge() {
        return BridgeOptions.of(options);
    }

    /// Addresses of one family.
    ///
    /// @param subnet all of them
    /// @param pool those that containers get who ask for none; empty: any
    /// @param gateway the host's own; empty: the first
    public record Range(Subnet subnet, Optional<Subnet> pool, Optional<InetAddress> gateway) {
        /// The least that a network needs: itself, the gateway, a container, and the broadcast.
        private static final int HOST_BITS = 2;

        public Range {
            int most = subnet.network().getAddress().length * Byte.SIZE - HOST_BITS;
            if (subnet.prefixLength() > most) {
                throw Failure.invalid("subnet \"" + subnet + "\" is too small for containers")
                        .hint("use a prefix of at most " + most + " bits");
            }
            pool.filter(range -> !subnet.contains(range))
                    .ifPresent(range -> {
                        throw Failure.invalid(
                                "IP range \"" + range + "\" is not in subnet \"" + subnet + "\"");
                    });
            gateway.filter(address -> !subnet.contains(address))
                    .ifPresent(address -> {
                        throw Failure.invalid(
                                "gateway \""
                                        + address.getHostAddress()
                                        + "\" is not in subnet \""
                                        + subnet
                                        + "\"");
                    });
        }
    }
}
