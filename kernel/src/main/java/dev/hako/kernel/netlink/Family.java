package dev.hako.kernel.netlink;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// The two families of addresses: ip(7), ipv6(7).
final class Family {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    private Family() {}

    static int of(InetAddress address) {
        return address.getAddress().length == Integer.BYTES ? AF_INET : AF_INET6;
    }

    /// The address of these bytes; nothing if they are none.
    static Optional<InetAddress> address(byte[] bytes) {
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException otherLength) {
            return Optional.empty();
        }
    }

    /// The address that stands for none, and with a prefix of no bits for all.
    static InetAddress any(int family) {
        return address(new byte[family == AF_INET6 ? 16 : 4]).orElseThrow();
    }
}
