package dev.hako.engine.network.store;

import dev.hako.engine.config.BridgeOptions;
import dev.hako.engine.config.NetworkConfig;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.address.Subnet;
import dev.hako.network.bridge.BridgeSpec;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network that containers can be connected to.
///
/// @param id 64 hexadecimal digits
/// @param config what was asked for
/// @param ranges its addresses, at most one range of each family
public record Network(String id, Instant createdAt, NetworkConfig config, List<Range> ranges) {
    private static final String INTERFACE = "hk-";
    private static final int INTERFACE_DIGITS = 12;

    public Network {
        ranges = List.copyOf(ranges);
    }

    /// Addresses of one family.
    ///
    /// @param subnet all of them
    /// @param pool those that are given to who asks for none
    /// @param gateway the host's own
    public record Range(Subnet subnet, Subnet pool, InetAddress gateway) {
        /// What was asked for, with the gateway that nobody named.
        public static Range of(NetworkConfig.Range asked) {
            return new Range(
                    asked.subnet(),
                    asked.pool().orElse(asked.subnet()),
                    asked.gateway().orElseGet(asked.subnet()::first));
        }

        public boolean isIpv6() {
            return subnet.isIpv6();
        }

        /// An address of it as an interface has it.
        public InterfaceAddress of(InetAddress address) {
            return new InterfaceAddress(address, subnet.prefixLength());
        }
    }

    public String name() {
        return config.name();
    }

    public Map<String, String> labels() {
        return config.labels();
    }

    /// Whether containers are connected to it who name no network.
    public boolean isStandard() {
        return name().equals(NetworkConfig.STANDARD);
    }

    /// The bridge's name on the host.
    public String interfaceName() {
        return config.bridge()
                .interfaceName()
                .orElseGet(() -> INTERFACE + id.substring(0, INTERFACE_DIGITS));
    }

    public Optional<Range> range(boolean ipv6) {
        return ranges.stream().filter(range -> range.isIpv6() == ipv6).findFirst();
    }

    /// The host's own addresses in it.
    public List<InetAddress> gateways() {
        return ranges.stream().map(Range::gateway).toList();
    }

    /// Its bridge, as it is to be.
    public BridgeSpec bridge() {
        BridgeOptions options = config.bridge();
        return new BridgeSpec(
                interfaceName(),
                ranges.stream().map(range -> range.of(range.gateway())).toList(),
                options.mtu(),
                config.internal(),
                options.masquerade(),
                options.interContainer());
    }
}
