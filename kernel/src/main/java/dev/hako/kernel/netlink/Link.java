package dev.hako.kernel.netlink;

import java.util.Optional;
import java.util.OptionalInt;

/// A network interface.
///
/// @param index its number in the network namespace
/// @param kind what made it (`veth`, `bridge`), nothing for hardware and `lo`
/// @param flags `IFF_…`, netdevice(7)
/// @param mtu the largest packet in bytes
/// @param master the bridge it is a port of
/// @param hardwareAddress its bytes in hexadecimal, `02:42:ac:11:00:02`; empty if it has none
public record Link(
        int index,
        String name,
        Optional<String> kind,
        int flags,
        int mtu,
        OptionalInt master,
        String hardwareAddress) {
    public static final int IFF_UP = 0x1;
    public static final int IFF_LOOPBACK = 0x8;
    public static final int IFF_RUNNING = 0x40;

    public boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    public boolean isLoopback() {
        return (flags & IFF_LOOPBACK) != 0;
    }
}
