package dev.hako.network.bridge;

import dev.hako.network.address.HardwareAddress;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.address.Subnet;
import java.util.List;

/// A network of boxes on this host: one bridge, to which each of them has a wire.
///
/// @param interfaceName of the bridge, unique on the host
/// @param gateways the bridge's own addresses, by which boxes reach the host and the world; at
///   least one
/// @param mtu the largest packet in bytes
/// @param internal whether its boxes reach nobody outside, nor anybody them
/// @param masquerade whether what leaves the host carries the host's address
/// @param interContainer whether its boxes reach each other
public record BridgeSpec(
        String interfaceName,
        List<InterfaceAddress> gateways,
        int mtu,
        boolean internal,
        boolean masquerade,
        boolean interContainer) {
    public BridgeSpec {
        InterfaceName.check(interfaceName);
        Mtu.check(mtu);
        gateways = List.copyOf(gateways);
        if (gateways.isEmpty()) {
            throw new IllegalArgumentException("bridge " + interfaceName + " has no address");
        }
    }

    public boolean hasIpv4() {
        return !gateways.stream().allMatch(InterfaceAddress::isIpv6);
    }

    public boolean hasIpv6() {
        return gateways.stream().anyMatch(InterfaceAddress::isIpv6);
    }

    /// All addresses that its boxes can have.
    public List<Subnet> subnets() {
        return gateways.stream().map(InterfaceAddress::subnet).toList();
    }

    /// One that stays, whichever boxes come and go.
    public HardwareAddress hardwareAddress() {
        return HardwareAddress.of(gateways.getFirst().address());
    }
}
