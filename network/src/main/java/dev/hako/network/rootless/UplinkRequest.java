package dev.hako.network.rootless;

import dev.hako.failure.Failure;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.port.PortForward;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a box is to be connected.
///
/// @param mark a file in a folder of the engine's, by which the uplink is found again; it is made,
///   and deleted when the uplink is closed
/// @param ports of the host that lead to the box
/// @param mtu the largest packet of the box's interface, in bytes; packets do not leave the host as
///   they are, so that large ones only save work
/// @param ipv6 whether the box gets IPv6 too, where the host and the program have it
/// @param nameServer the address at which the box is to find the host's name server; none for the
///   program's own choice
/// @param hardwareAddress of the box's interface; none for the program's own choice
public record UplinkRequest(
        Path mark,
        List<PortForward> ports,
        int mtu,
        boolean ipv6,
        Optional<Inet4Address> nameServer,
        Optional<HardwareAddress> hardwareAddress) {
    private static final int LARGEST_MTU = 65_520;
    private static final int LEAST_MTU = 1280;
    private static final int MOST_PORTS = 4096;

    public UplinkRequest {
        ports = List.copyOf(ports);
        if (!mark.isAbsolute() || !mark.equals(mark.normalize())) {
            throw new IllegalArgumentException(mark + " is not absolute, or not plain");
        }
        if (mtu < LEAST_MTU || mtu > LARGEST_MTU) {
            throw Failure.invalid("an MTU of " + mtu + " bytes is not possible")
                    .hint("give one of " + LEAST_MTU + " to " + LARGEST_MTU);
        }
        if (ports.size() > MOST_PORTS) {
            throw Failure.invalid("a box has at most " + MOST_PORTS + " ports of the host");
        }
    }

    /// One for all that the host has, with these of its ports.
    public static UplinkRequest of(Path mark, PortForward... ports) {
        return new UplinkRequest(
                mark, List.of(ports), LARGEST_MTU, true, Optional.empty(), Optional.empty());
    }

    /// The same with another largest packet.
    public UplinkRequest withMtu(int bytes) {
        return new UplinkRequest(mark, ports, bytes, ipv6, nameServer, hardwareAddress);
    }

    /// The same without IPv6.
    public UplinkRequest withoutIpv6() {
        return new UplinkRequest(mark, ports, mtu, false, nameServer, hardwareAddress);
    }

    /// The same with the name server at this address.
    public UplinkRequest withNameServer(InetAddress address) {
        if (!(address instanceof Inet4Address server)) {
            throw Failure.invalid(address.getHostAddress() + " is no address of IPv4");
        }
        return new UplinkRequest(mark, ports, mtu, ipv6, Optional.of(server), hardwareAddress);
    }

    /// The same with these ports of the host.
    public UplinkRequest withPorts(List<PortForward> others) {
        return new UplinkRequest(mark, others, mtu, ipv6, nameServer, hardwareAddress);
    }

    /// The same with this hardware address of the box's interface.
    public UplinkRequest withHardwareAddress(Optional<HardwareAddress> address) {
        return new UplinkRequest(mark, ports, mtu, ipv6, nameServer, address);
    }
}
