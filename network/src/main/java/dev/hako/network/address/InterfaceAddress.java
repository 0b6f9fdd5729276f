package dev.hako.network.address;

import java.net.InetAddress;

/// An address that an interface has, and how much of it names its network: `172.18.0.1/16`.
///
/// @param address the interface's own
/// @param prefixLength how many leading bits all neighbours have in common
public record InterfaceAddress(InetAddress address, int prefixLength) {
    public InterfaceAddress {
        Subnet.of(address, prefixLength);
    }

    /// Reads `ADDRESS/LENGTH`.
    ///
    /// @throws dev.hako.failure.Failure `INVALID` naming what is wrong with it
    public static InterfaceAddress parse(String text) {
        int length = Subnet.parse(text).prefixLength();
        return new InterfaceAddress(Addresses.parse(text.substring(0, text.indexOf('/'))), length);
    }

    /// All that it can reach directly.
    public Subnet subnet() {
        return Subnet.of(address, prefixLength);
    }

    public boolean isIpv6() {
        return subnet().isIpv6();
    }

    @Override
    public String toString() {
        return Addresses.text(address) + "/" + prefixLength;
    }
}
