package dev.hako.kernel.netfilter;

import java.net.InetAddress;

/// The two versions of IP, as netfilter numbers them.
public enum IpFamily {
    IPV4(Nfnetlink.NFPROTO_IPV4),
    IPV6(Nfnetlink.NFPROTO_IPV6);

    private final int number;

    IpFamily(int number) {
        this.number = number;
    }

    /// `NFPROTO_…`.
    public int number() {
        return number;
    }

    public static IpFamily of(InetAddress address) {
        return address.getAddress().length == Integer.BYTES ? IPV4 : IPV6;
    }
}
