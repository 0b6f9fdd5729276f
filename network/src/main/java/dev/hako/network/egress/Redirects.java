package dev.hako.network.egress;

import dev.hako.network.namespace.Sysctl;

/// Linux would tell a box of a shorter way to its neighbour (by an ICMP redirect), which there is
/// not, and refuse nothing aloud for a second then.
final class Redirects {
    private static final String SWITCH = "send_redirects";

    private Redirects() {}

    /// Sees to it that a box is told nothing of the kind by IPv4. Linux does so if either switch
    /// says so: what other interfaces say for themselves stays.
    static void prevent(PolicedBox box) {
        box.wires()
                .forEach(wire -> {
                    Sysctl.of("ipv4", "all", SWITCH).ensure("0");
                    Sysctl.of("ipv4", wire.bridge(), SWITCH).ensure("0");
                });
    }
}
