package dev.hako.network.egress;

import dev.hako.network.address.HardwareAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// A box that may not send where it likes.
///
/// @param id tells it from others: letters and digits
/// @param wires all that it has
/// @param ranges where it may, without having asked for a name
public record PolicedBox(String id, List<Wire> wires, List<EgressRule.Range> ranges) {
    public PolicedBox {
        wires = List.copyOf(wires);
        ranges = List.copyOf(ranges);
    }

    /// How it is connected to a bridge.
    ///
    /// @param name of its end on the host
    /// @param bridge the bridge's name
    /// @param bridgeAddress the bridge's own hardware address
    /// @param address the box's
    /// @param addresses the box's own, of both families
    /// @param resolvers the name servers that it asks there
    public record Wire(
            String name,
            String bridge,
            HardwareAddress bridgeAddress,
            HardwareAddress address,
            List<InetAddress> addresses,
            List<InetAddress> resolvers) {
        public Wire {
            addresses = List.copyOf(addresses);
            resolvers = List.copyOf(resolvers);
        }

        /// All that it may send from: its addresses, and with IPv6 its link-local one.
        List<byte[]> sources() {
            List<byte[]> sources =
                    new ArrayList<>(addresses.stream().map(InetAddress::getAddress).toList());
            if (addresses.stream().anyMatch(Inet6Address.class::isInstance)) {
                sources.add(address.linkLocal());
            }
            return sources;
        }
    }

    /// The same with other rules.
    public PolicedBox with(List<EgressRule.Range> others) {
        return new PolicedBox(id, wires, others);
    }
}
