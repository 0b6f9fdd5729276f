package dev.hako.network.bridge;

import dev.hako.kernel.netlink.VethPair;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.address.InterfaceAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// One box's wire to a bridge.
///
/// @param interfaceName how it is called in the box: `eth0`
/// @param hostSideName how its other end is called on the host, unique there
/// @param given its hardware address, where it is not to follow from its IP address
/// @param addresses the box's own, at least one
/// @param defaultGateways who passes on what goes further: at most one of each family
/// @param mtu the largest packet in bytes
public record Endpoint(
        String interfaceName,
        String hostSideName,
        Optional<HardwareAddress> given,
        List<InterfaceAddress> addresses,
        List<InetAddress> defaultGateways,
        int mtu) {
    public Endpoint {
        InterfaceName.check(interfaceName);
        InterfaceName.check(hostSideName);
        Mtu.check(mtu);
        addresses = List.copyOf(addresses);
        defaultGateways = List.copyOf(defaultGateways);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(hostSideName + " has no address in its box");
        }
    }

    /// The hardware address in the box: the given one, or what follows from the first address.
    public HardwareAddress hardwareAddress() {
        return given.orElseGet(() -> HardwareAddress.of(addresses.getFirst().address()));
    }

    boolean hasIpv6() {
        return addresses.stream().anyMatch(InterfaceAddress::isIpv6);
    }

    VethPair.End here() {
        return new VethPair.End(hostSideName, Optional.empty(), mtu);
    }

    VethPair.End there() {
        return new VethPair.End(interfaceName, Optional.of(hardwareAddress().bytes()), mtu);
    }
}
