package dev.hako.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.OwnNamespaces;
import dev.hako.testing.NeedsRoot;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/// The network of the running kernel, in a namespace of each test's own.
@NeedsRoot
class RouteNetlinkIT {
    @Test
    void switchesLoopbackOn() throws Exception {
        OwnNamespaces.run(() -> {
            try (RouteNetlink route = RouteNetlink.open()) {
                Link lo = route.link("lo").orElseThrow();
                assertThat(lo.isLoopback()).isTrue();
                assertThat(lo.isUp()).isFalse();
                assertThat(lo.mtu()).isEqualTo(65536);
                assertThat(route.addresses()).isEmpty();
                route.apply(LinkRequests.up("lo"));
                assertThat(route.link("lo").orElseThrow().isUp()).isTrue();
                assertThat(route.addresses())
                        .anyMatch(address ->
                                address.address().isLoopbackAddress()
                                        && address.prefixLength() == 8);
                route.apply(LinkRequests.down(lo.index()));
                assertThat(route.link("lo").orElseThrow().isUp()).isFalse();
            }
        });
    }

    @Test
    void addsAnAddress() throws Exception {
        OwnNamespaces.run(() -> {
            try (RouteNetlink route = RouteNetlink.open()) {
                int lo = route.link("lo").orElseThrow().index();
                LinkAddress address = new LinkAddress(lo, inet("10.9.8.7"), 24);
                route.apply(address.add());
                assertThat(route.addresses()).contains(address);
                assertThatThrownBy(() -> route.apply(address.add()))
                        .hasMessageStartingWith("RTM_NEWADDR \"10.9.8.7")
                        .hasMessageEndingWith("EEXIST (file exists)");
            }
        });
    }

    @Test
    void passesOnWhyTheKernelRefuses() throws Exception {
        OwnNamespaces.run(() -> {
            try (RouteNetlink route = RouteNetlink.open()) {
                assertThatThrownBy(() -> route.apply(LinkRequests.up(9999)))
                        .hasMessage("RTM_NEWLINK \"link 9999\": ENODEV (no such device)");
                int lo = route.link("lo").orElseThrow().index();
                assertThatThrownBy(() -> route.apply(LinkRequests.delete(lo)))
                        .hasMessageContaining("EOPNOTSUPP");
            }
        });
    }

    private static InetAddress inet(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
