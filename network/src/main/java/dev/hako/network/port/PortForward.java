package dev.hako.network.port;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/// A port of the host behind which a port of a box is.
///
/// @param hostAddress the one address of the host that it is reached by; nothing for all of the
///   box's family
/// @param hostPort 1 to 65535
/// @param boxAddress of the same family as the host's
/// @param boxPort 1 to 65535
public record PortForward(
        TransportProtocol protocol,
        Optional<InetAddress> hostAddress,
        int hostPort,
        InetAddress boxAddress,
        int boxPort) {
    private static final int LAST = 0xffff;

    public PortForward {
        check(hostPort);
        check(boxPort);
        hostAddress = hostAddress.filter(address -> !address.isAnyLocalAddress());
        if (hostAddress.filter(address -> isIpv6(address) != isIpv6(boxAddress)).isPresent()) {
            throw new IllegalArgumentException(
                    "the host's and the box's address are of one family, not "
                            + hostAddress.get().getHostAddress()
                            + " and "
                            + boxAddress.getHostAddress());
        }
    }

    private static void check(int port) {
        if (port < 1 || port > LAST) {
            throw new IllegalArgumentException("there is no port " + port);
        }
    }

    public boolean isIpv6() {
        return isIpv6(boxAddress);
    }

    private static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }

    /// `0.0.0.0:8080/tcp`: what is taken of the host.
    public String hostSide() {
        String all = isIpv6() ? "[::]" : "0.0.0.0";
        String address =
                hostAddress
                        .map(a -> isIpv6() ? "[" + a.getHostAddress() + "]" : a.getHostAddress())
                        .orElse(all);
        return address + ":" + hostPort + "/" + protocol;
    }
}
