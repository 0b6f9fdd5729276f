package dev.hako.kernel.netlink;

import dev.hako.kernel.Fd;
import java.util.Optional;
import java.util.OptionalInt;

/// A wire between this network namespace and another.
///
/// @param near the end here
/// @param master the bridge the near end is a port of
/// @param far the end there
/// @param namespace where the far end is
public record VethPair(End near, OptionalInt master, End far, Fd namespace) {

    /// One end.
    ///
    /// @param name at most 15 bytes
    /// @param hardwareAddress its 6 bytes; the kernel chooses if there are none
    /// @param mtu the largest packet in bytes
    public record End(String name, Optional<byte[]> hardwareAddress, int mtu) {
        void write(AttributeWriter link) {
            link.text(LinkRequests.IFLA_IFNAME, name).u32(LinkRequests.IFLA_MTU, mtu);
            hardwareAddress.ifPresent(bytes -> link.bytes(LinkRequests.IFLA_ADDRESS, bytes));
        }
    }
}
