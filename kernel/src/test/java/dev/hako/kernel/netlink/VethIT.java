package dev.hako.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.Namespace;
import dev.hako.kernel.OwnNamespaces;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Wires between network namespaces, as iproute2 sees them.
@NeedsRoot
@NeedsProgram("ip")
class VethIT {
    private static final byte[] MAC = HexFormat.ofDelimiter(":").parseHex("02:42:0a:09:08:02");

    @Test
    void makesAWireFromABridgeIntoAnotherNamespace() throws Exception {
        OwnNamespaces.run(() -> {
            try (Fd there = otherNamespace();
                    RouteNetlink here = RouteNetlink.open()) {
                here.apply(List.of(LinkRequests.bridge("hako0", MAC, 1400)));
                int bridge = here.link("hako0").orElseThrow().index();
                here.apply(LinkRequests.veth(pair(bridge, there)));
                assertThat(ip("-json", "-d", "link", "show", "dev", "hako0"))
                        .contains("\"address\":\"02:42:0a:09:08:02\"", "\"mtu\":1400", "\"UP\"")
                        .contains("\"info_kind\":\"bridge\"");
                assertThat(ip("-json", "link", "show", "dev", "near"))
                        .contains("\"master\":\"hako0\"", "\"mtu\":1400", "\"UP\"");
                assertThat(here.link("far")).isEmpty();
                Namespace.setns(there, Namespace.NETWORK.cloneFlag());
                assertThat(ip("-json", "link", "show", "dev", "far"))
                        .contains("\"address\":\"02:42:0a:09:08:02\"", "\"mtu\":1400", "\"DOWN\"");
            }
        });
    }

    @Test
    void addsAddressesAndRoutesInOneSend() throws Exception {
        OwnNamespaces.run(() -> {
            try (Fd there = otherNamespace();
                    RouteNetlink here = RouteNetlink.open()) {
                here.apply(LinkRequests.veth(pair(0, there)));
                int near = here.link("near").orElseThrow().index();
                LinkAddress four = new LinkAddress(near, inet("10.9.8.2"), 24);
                LinkAddress six = new LinkAddress(near, inet("fd00:9::2"), 64);
                Route fourDefault = Route.byDefault(inet("10.9.8.1"), 0);
                Route sixDefault = Route.byDefault(inet("fd00:9::1"), near);
                Route beside = new Route(inet("10.7.0.0"), 16, Optional.empty(), near);
                here.apply(
                        List.of(
                                four.add(),
                                six.add(),
                                fourDefault.add(),
                                sixDefault.add(),
                                beside.add()));
                assertThat(ip("addr", "show", "dev", "near"))
                        .contains("inet 10.9.8.2/24 brd 10.9.8.255 scope global near")
                        .contains("inet6 fd00:9::2/64 scope global nodad");
                assertThat(ip("route")).contains("default via 10.9.8.1 dev near");
                assertThat(ip("-6", "route")).contains("default via fd00:9::1 dev near");
                assertThat(here.routes())
                        .contains(Route.byDefault(inet("10.9.8.1"), near), sixDefault, beside)
                        .noneMatch(route -> route.destination().equals(inet("10.9.8.2")));
                here.apply(four.remove());
                assertThat(here.addresses()).contains(six).doesNotContain(four);
            }
        });
    }

    @Test
    void changesWhatIsThere() throws Exception {
        OwnNamespaces.run(() -> {
            try (Fd there = otherNamespace();
                    RouteNetlink here = RouteNetlink.open()) {
                here.apply(LinkRequests.bridge("hako0", MAC, 1500));
                here.apply(LinkRequests.veth(pair(0, there)));
                int bridge = here.link("hako0").orElseThrow().index();
                here.apply(
                        List.of(
                                LinkRequests.master("near", bridge),
                                LinkRequests.isolated("near"),
                                LinkRequests.hairpin("near"),
                                LinkRequests.mtu("near", 1300)));
                assertThat(ip("-d", "link", "show", "dev", "near"))
                        .contains("mtu 1300", "master hako0", "isolated on", "hairpin on");
                int near = here.link("near").orElseThrow().index();
                here.apply(List.of(LinkRequests.down(near), LinkRequests.rename(near, "nearer")));
                here.apply(LinkRequests.up("nearer"));
                assertThat(here.link("near")).isEmpty();
                assertThat(here.link("nearer").orElseThrow().isUp()).isTrue();
                here.apply(LinkRequests.delete("nearer"));
                assertThat(here.links()).extracting(Link::name).containsExactly("lo", "hako0");
            }
        });
    }

    @Test
    void namesTheChangeThatWasRefused() throws Exception {
        OwnNamespaces.run(() -> {
            try (RouteNetlink here = RouteNetlink.open()) {
                LinkAddress address = new LinkAddress(1, inet("10.9.8.2"), 32);
                assertThatThrownBy(() ->
                                here.apply(
                                        List.of(
                                                LinkRequests.delete("none"),
                                                address.add(),
                                                LinkRequests.up("lo"))))
                        .isInstanceOf(KernelException.class)
                        .hasMessage("RTM_DELLINK \"link none\": ENODEV (no such device)");
                assertThat(here.addresses()).contains(address);
                assertThat(here.link("lo").orElseThrow().isUp()).isTrue();
            }
        });
    }

    private static VethPair pair(int bridge, Fd there) {
        return new VethPair(
                new VethPair.End("near", Optional.empty(), 1400),
                bridge == 0 ? OptionalInt.empty() : OptionalInt.of(bridge),
                new VethPair.End("far", Optional.of(MAC), 1400),
                there);
    }

    private static Fd otherNamespace() {
        try (Fd here = Namespace.NETWORK.ofThread()) {
            Namespace.unshare(Namespace.NETWORK.cloneFlag());
            Fd there = Namespace.NETWORK.ofThread();
            Namespace.setns(here, Namespace.NETWORK.cloneFlag());
            return there;
        }
    }

    private static String ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            byte[] output = process.getInputStream().readAllBytes();
            return new String(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress inet(String text) {
        return InetAddress.ofLiteral(text);
    }
}
