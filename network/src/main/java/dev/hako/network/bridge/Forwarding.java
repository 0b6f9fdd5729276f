package dev.hako.network.bridge;

import dev.hako.kernel.netlink.Link;
import dev.hako.network.namespace.Sysctl;
import java.util.List;

/// Whether the host passes packets on between its interfaces.
///
/// It is switched on when the first network comes that needs it, and stays on, as Docker does it:
/// nobody can tell who else has come to need it.
final class Forwarding {
    private static final Sysctl IPV4 = new Sysctl("ipv4/ip_forward");
    private static final Sysctl IPV6 = Sysctl.of("ipv6", "all", "forwarding");

    /// Routers' announcements are taken: by a host that passes nothing on, or by any.
    private static final String ACCEPT_AS_HOST = "1";

    private static final String ACCEPT_ALWAYS = "2";

    private Forwarding() {}

    static void ensureIpv4() {
        IPV4.ensure("1");
    }

    /// A host that passes packets on takes no routes from routers, so a host that lives by them
    /// would lose its own: interfaces that took them are told to go on.
    ///
    /// @param links all interfaces of the host
    static void ensureIpv6(List<Link> links) {
        if (IPV6.value().filter("0"::equals).isEmpty()) {
            return;
        }
        for (Link link : links) {
            if (!link.isLoopback() && link.master().isEmpty()) {
                Sysctl accepting = Sysctl.of("ipv6", link.name(), "accept_ra");
                if (accepting.value().filter(ACCEPT_AS_HOST::equals).isPresent()) {
                    accepting.ensure(ACCEPT_ALWAYS);
                }
            }
        }
        IPV6.ensure("1");
    }
}
