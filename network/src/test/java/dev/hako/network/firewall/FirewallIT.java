package dev.hako.network.firewall;

import static dev.hako.network.firewall.Town.ask;
import static dev.hako.network.firewall.Town.askUdp;
import static dev.hako.network.firewall.Town.inet;
import static dev.hako.network.firewall.Town.reach;
import static dev.hako.network.firewall.Town.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hako.kernel.EventFd;
import dev.hako.kernel.netfilter.RulesetChanges;
import dev.hako.network.Machine;
import dev.hako.network.bridge.BridgeSpec;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.network.port.PortForward;
import dev.hako.network.port.TransportProtocol;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@NeedsRoot
@NeedsProgram({"ip", "nsenter", "nft", "nc", "python3"})
class FirewallIT {
    private static final BridgeSpec ONE = spec("one0", "10.9.0.1/24", "fd00:9::1/64");
    private static final BridgeSpec TWO = spec("two0", "10.10.0.1/24");
    private static final BridgeSpec INSIDE =
            new BridgeSpec("in0", spec("in0", "10.11.0.1/24").gateways(), 1500, true, false, true);
    private static final BridgeSpec APART =
            new BridgeSpec(
                    "apart0", spec("a", "10.12.0.1/24").gateways(), 1500, false, true, false);

    @Test
    void writesWhatNftReads() throws IOException {
        try (Town town = new Town()) {
            town.network(ONE);
            town.network(INSIDE);
            town.network(APART);
            town.firewall(firewall ->
                    firewall.publish(
                            List.of(
                                    tcp(8080, "10.9.0.2", 80),
                                    tcp(8080, "fd00:9::2", 80),
                                    udpAt("192.0.2.1", 53, "10.9.0.2", 5353),
                                    tcpAt("fd00:2::1", 443, "fd00:9::2", 8443))));
            assertThat(listing(town)).isEqualTo(golden());
            town.firewall(firewall -> {
                firewall.restore(
                        new FirewallState(
                                List.of(ONE, INSIDE, APART),
                                List.of(
                                        tcp(8080, "10.9.0.2", 80),
                                        tcp(8080, "fd00:9::2", 80),
                                        udpAt("192.0.2.1", 53, "10.9.0.2", 5353),
                                        tcpAt("fd00:2::1", 443, "fd00:9::2", 8443))));
            });
            assertThat(listing(town)).isEqualTo(golden());
        }
    }

    @Test
    void sendsPublishedPortsOnFromEverywhere() {
        try (Town town = new Town()) {
            NetworkNamespace server = town.box(town.network(ONE), 2);
            NetworkNamespace neighbour = town.box(ONE, 3);
            NetworkNamespace stranger = town.box(town.network(TWO), 2);
            town.serve(server, "server", 80);
            town.firewall(firewall ->
                    firewall.publish(
                            List.of(
                                    tcp(8080, "10.9.0.2", 80),
                                    tcp(8080, "fd00:9::2", 80),
                                    udp(8080, "10.9.0.2", 80))));
            NetworkNamespace host = town.host.namespace();
            assertThat(ask(town.other, "192.0.2.1", 8080)).isEqualTo("server sees 192.0.2.2");
            assertThat(reach(town.other, "fd00:2::1", 8080)).isEqualTo("server sees fd00:2::2");
            assertThat(askUdp(town.other, "192.0.2.1", 8080)).isEqualTo("server sees 192.0.2.2");
            assertThat(ask(host, "192.0.2.1", 8080)).startsWith("server sees ");
            assertThat(reach(host, "fd00:2::1", 8080)).startsWith("server sees fd00:");
            assertThat(ask(host, "127.0.0.1", 8080)).isEqualTo("server sees 10.9.0.1");
            assertThat(askUdp(host, "127.0.0.1", 8080)).isEqualTo("server sees 10.9.0.1");
            assertThat(ask(host, "::1", 8080)).isEmpty();
            assertThat(ask(neighbour, "192.0.2.1", 8080)).isEqualTo("server sees 10.9.0.1");
            assertThat(ask(server, "10.9.0.1", 8080)).isEqualTo("server sees 10.9.0.1");
            assertThat(ask(stranger, "192.0.2.1", 8080)).isEqualTo("server sees 10.9.0.1");
            town.firewall(firewall -> {
                firewall.unpublish(List.of(tcp(8080, "10.9.0.2", 80), udp(8080, "10.9.0.2", 80)));
                firewall.unpublish(List.of(tcp(8080, "10.9.0.2", 80)));
            });
            assertThat(ask(town.other, "192.0.2.1", 8080)).isEmpty();
            assertThat(askUdp(town.other, "192.0.2.1", 8080)).isEmpty();
            assertThat(reach(town.other, "fd00:2::1", 8080)).isEqualTo("server sees fd00:2::2");
        }
    }

    @Test
    void worksWhereBridgesAskThePacketFilterToo() {
        try (Town town = new Town()) {
            assumeTrue(town.bridgesAsk(true), "this kernel has no br_netfilter");
            NetworkNamespace server = town.box(town.network(ONE), 2);
            NetworkNamespace neighbour = town.box(ONE, 3);
            NetworkNamespace apart = town.box(town.network(APART), 2);
            NetworkNamespace apartToo = town.box(APART, 3);
            town.serve(server, "server", 80);
            town.serve(apartToo, "apart", 80);
            town.serve(town.other, "other", 80);
            town.firewall(firewall -> firewall.publish(List.of(tcp(8080, "10.9.0.2", 80))));
            assertThat(ask(neighbour, "10.9.0.2", 80)).isEqualTo("server sees 10.9.0.3");
            assertThat(ask(neighbour, "fd00:9::2", 80)).isEqualTo("server sees fd00:9::3");
            assertThat(ask(neighbour, "192.0.2.1", 8080)).isEqualTo("server sees 10.9.0.1");
            assertThat(ask(server, "192.0.2.1", 8080)).isEqualTo("server sees 10.9.0.1");
            assertThat(ask(neighbour, "192.0.2.2", 80)).isEqualTo("other sees 192.0.2.1");
            assertThat(ask(town.other, "192.0.2.1", 8080)).isEqualTo("server sees 192.0.2.2");
            assertThat(ask(apart, "10.12.0.3", 80)).isEmpty();
            assertThat(ask(apart, "192.0.2.1", 8080)).startsWith("server");
        }
    }

    @Test
    void publishesOnOneAddressAlone() {
        try (Town town = new Town()) {
            NetworkNamespace server = town.box(town.network(ONE), 2);
            town.serve(server, "server", 80);
            town.firewall(firewall ->
                    firewall.publish(
                            List.of(
                                    tcpAt("192.0.2.1", 8080, "10.9.0.2", 80),
                                    tcpAt("127.0.0.1", 9090, "10.9.0.2", 80))));
            NetworkNamespace host = town.host.namespace();
            assertThat(ask(town.other, "192.0.2.1", 8080)).startsWith("server");
            assertThat(ask(host, "127.0.0.1", 8080)).isEmpty();
            assertThat(ask(host, "127.0.0.1", 9090)).startsWith("server");
            assertThat(ask(town.other, "192.0.2.1", 9090)).isEmpty();
            // A machine on the wire may send to 127.0.0.1 what it likes.
            Machine.sh(
                    town.other,
                    "ip route add table 9 127.0.0.1 via 192.0.2.1 && ip rule add pref 0 to"
                            + " 127.0.0.1 lookup 9; ip rule del pref 0 lookup local; ip rule add pref 5"
                            + " lookup local; sysctl -qw net.ipv4.conf.eth0.route_localnet=1");
            assertThat(ask(town.other, "127.0.0.1", 9090)).isEmpty();
        }
    }

    @Test
    void keepsNetworksApart() {
        try (Town town = new Town()) {
            NetworkNamespace one = town.box(town.network(ONE), 2);
            NetworkNamespace two = town.box(town.network(TWO), 2);
            NetworkNamespace apart = town.box(town.network(APART), 2);
            NetworkNamespace apartToo = town.box(APART, 3);
            NetworkNamespace inside = town.box(town.network(INSIDE), 2);
            NetworkNamespace insideToo = town.box(INSIDE, 3);
            Machine.sh(inside, "ip route add default via 10.11.0.1");
            for (NetworkNamespace box : List.of(one, two, apart, apartToo, inside, insideToo)) {
                town.serve(box, "box", 80);
            }
            town.serve(town.other, "other", 80);
            town.firewall(firewall -> firewall.publish(List.of(tcp(8080, "10.9.0.2", 80))));

            assertThat(ask(one, "192.0.2.2", 80)).isEqualTo("other sees 192.0.2.1");
            assertThat(ask(one, "10.10.0.2", 80)).isEmpty();
            assertThat(ask(two, "10.9.0.2", 80)).isEmpty();
            assertThat(ask(town.other, "10.9.0.2", 80)).isEmpty();
            assertThat(ask(town.host.namespace(), "10.9.0.2", 80)).startsWith("box");

            assertThat(ask(apart, "192.0.2.2", 80)).startsWith("other");
            assertThat(ask(apart, "10.12.0.3", 80)).isEmpty();
            Machine.sh(apart, "ip route add 10.12.0.3 via 10.12.0.1");
            assertThat(ask(apart, "10.12.0.3", 80)).isEmpty();
            assertThat(ask(apart, "192.0.2.1", 8080)).startsWith("box");

            assertThat(ask(inside, "10.11.0.3", 80)).isEqualTo("box sees 10.11.0.2");
            assertThat(ask(inside, "192.0.2.2", 80)).isEmpty();
            assertThat(ask(inside, "192.0.2.1", 8080)).isEmpty();
            assertThat(ask(two, "10.11.0.2", 80)).isEmpty();
        }
    }

    @Test
    void forgetsWhereDatagramsWentBefore() {
        try (Town town = new Town()) {
            NetworkNamespace first = town.box(town.network(ONE), 2);
            NetworkNamespace second = town.box(ONE, 3);
            town.serve(first, "first", 53);
            town.serve(second, "second", 53);
            String same = "echo hello | nc -u -w 1 -p 4444 192.0.2.1 53";
            Machine.succeeds(town.other, same);
            town.firewall(firewall -> firewall.publish(List.of(udp(53, "10.9.0.2", 53))));
            assertThat(Machine.sh(town.other, same)).startsWith("first");
            town.firewall(firewall -> {
                firewall.unpublish(List.of(udp(53, "10.9.0.2", 53)));
                firewall.publish(List.of(udp(53, "10.9.0.3", 53)));
            });
            assertThat(Machine.sh(town.other, same)).startsWith("second");
        }
    }

    @Test
    void comesBackAfterAFlush() {
        try (Town town = new Town()) {
            NetworkNamespace server = town.box(town.network(ONE), 2);
            town.serve(server, "server", 80);
            List<PortForward> forwards = List.of(tcp(8080, "10.9.0.2", 80));
            town.firewall(firewall -> {
                firewall.publish(forwards);
                assertThat(firewall.isIntact(List.of(ONE))).isTrue();
                int before = firewall.generation();
                try (RulesetChanges changes = firewall.changesByOthers();
                        EventFd wake = EventFd.open()) {
                    firewall.restore(new FirewallState(List.of(ONE), forwards));
                    assertThat(changes.await(Duration.ZERO, wake)).isFalse();
                    town.host.sh("nft flush ruleset");
                    assertThat(changes.await(Duration.ofSeconds(20), wake)).isTrue();
                }
                assertThat(firewall.generation()).isNotEqualTo(before);
                assertThat(firewall.isIntact(List.of(ONE))).isFalse();
                firewall.restore(new FirewallState(List.of(ONE), forwards));
                assertThat(firewall.isIntact(List.of(ONE))).isTrue();
            });
            assertThat(ask(town.other, "192.0.2.1", 8080)).startsWith("server");
            town.firewall(firewall -> {
                firewall.remove(ONE);
                firewall.remove(ONE);
                firewall.delete();
                firewall.delete();
            });
            assertThat(town.host.sh("nft list ruleset")).doesNotContain("hako");
        }
    }

    @Test
    void refusesAPortThatAnotherHas() {
        try (Town town = new Town()) {
            town.network(ONE);
            town.firewall(firewall -> {
                firewall.publish(List.of(tcp(8080, "10.9.0.2", 80)));
                firewall.publish(List.of(tcp(8080, "10.9.0.2", 80)));
                List<PortForward> both =
                        List.of(tcp(8081, "10.9.0.3", 80), tcp(8080, "10.9.0.3", 80));
                assertThatThrownBy(() -> firewall.publish(both))
                        .hasMessageStartingWith(
                                "cannot publish \"0.0.0.0:8081/tcp\", \"0.0.0.0:8080/tcp\":"
                                        + " another container has it");
                assertThat(town.host.sh("nft list map inet hako-1a2b3c4d ports4"))
                        .doesNotContain("8081");
            });
        }
    }

    @Test
    @NeedsProgram("iptables")
    void isAcceptedWhereDockerDropsEverythingElse() {
        try (Town town = new Town()) {
            town.host.sh(
                    "iptables -N DOCKER-USER && iptables -A FORWARD -j DOCKER-USER &&"
                            + " iptables -P FORWARD DROP");
            NetworkNamespace box = town.box(town.network(ONE), 2);
            town.serve(town.other, "other", 80);
            assertThat(ask(box, "192.0.2.2", 80)).isEqualTo("other sees 192.0.2.1");
            String rules = town.host.sh("iptables -S DOCKER-USER");
            assertThat(rules.lines())
                    .containsExactlyInAnyOrder(
                            "-N DOCKER-USER",
                            "-A DOCKER-USER -i one0 -j ACCEPT",
                            "-A DOCKER-USER -o one0 -j ACCEPT");
            town.firewall(firewall -> {
                firewall.add(ONE);
                assertThat(town.host.sh("iptables -S DOCKER-USER")).isEqualTo(rules);
                town.host.sh("iptables -F DOCKER-USER");
                assertThat(firewall.isIntact(List.of(ONE))).isFalse();
                firewall.restore(new FirewallState(List.of(ONE), List.of()));
                assertThat(town.host.sh("iptables -S DOCKER-USER").lines()).hasSize(3);
                town.host.sh("iptables -I DOCKER-USER -i other0 -j ACCEPT");
                firewall.remove(ONE);
                assertThat(town.host.sh("iptables -S DOCKER-USER").lines())
                        .containsExactly("-N DOCKER-USER", "-A DOCKER-USER -i other0 -j ACCEPT");
            });
        }
    }

    @Test
    @NeedsProgram("iptables")
    void isAcceptedWhereForwardingIsDroppedByPolicy() {
        try (Town town = new Town()) {
            town.host.sh("iptables -P FORWARD DROP; ip6tables -P FORWARD DROP");
            NetworkNamespace box = town.box(town.network(ONE), 2);
            town.serve(town.other, "other", 80);
            assertThat(ask(box, "192.0.2.2", 80)).startsWith("other");
            assertThat(reach(box, "fd00:2::2", 80)).startsWith("other");
            assertThat(town.host.sh("ip6tables -S FORWARD"))
                    .contains("-A FORWARD -i one0 -j ACCEPT", "-A FORWARD -o one0 -j ACCEPT");
        }
    }

    @Test
    void publishesOneOfManyInMicroseconds() {
        try (Town town = new Town()) {
            town.network(ONE);
            List<PortForward> many = new ArrayList<>();
            for (int port = 10_000; port < 20_000; port++) {
                many.add(tcp(port, "10.9.0.2", port));
            }
            town.firewall(firewall -> {
                long begin = System.nanoTime();
                firewall.publish(many);
                long all = System.nanoTime() - begin;
                int rounds = 200;
                for (int i = 0; i < rounds; i++) {
                    firewall.publish(List.of(tcp(30_000 + i, "10.9.0.2", 80)));
                }
                begin = System.nanoTime();
                for (int i = 0; i < rounds; i++) {
                    firewall.publish(List.of(tcp(40_000 + i, "10.9.0.2", 80)));
                }
                long each = (System.nanoTime() - begin) / rounds;
                begin = System.nanoTime();
                firewall.restore(new FirewallState(List.of(ONE), many));
                long restore = System.nanoTime() - begin;
                Logger.getLogger(FirewallIT.class.getName())
                        .info(
                                "10000 ports %d us, one more %d us, restore %d us"
                                        .formatted(all / 1000, each / 1000, restore / 1000));
                assertThat(each).isLessThan(20_000_000);
            });
        }
    }

    private static PortForward tcp(int hostPort, String box, int boxPort) {
        return forward(TransportProtocol.TCP, Optional.empty(), hostPort, box, boxPort);
    }

    private static PortForward udp(int hostPort, String box, int boxPort) {
        return forward(TransportProtocol.UDP, Optional.empty(), hostPort, box, boxPort);
    }

    private static PortForward tcpAt(String host, int hostPort, String box, int boxPort) {
        return forward(TransportProtocol.TCP, Optional.of(host), hostPort, box, boxPort);
    }

    private static PortForward udpAt(String host, int hostPort, String box, int boxPort) {
        return forward(TransportProtocol.UDP, Optional.of(host), hostPort, box, boxPort);
    }

    private static PortForward forward(
            TransportProtocol protocol,
            Optional<String> host,
            int hostPort,
            String box,
            int boxPort) {
        return new PortForward(protocol, host.map(Town::inet), hostPort, inet(box), boxPort);
    }

    /// Elements have no order, and newer versions write one priority as a word.
    private static String listing(Town town) {
        String text = town.host.sh("nft list table inet hako-1a2b3c4d");
        return Pattern.compile("elements = \\{ ([^}]*) \\}")
                .matcher(text)
                .replaceAll(elements -> "elements = { " + sorted(elements.group(1)) + " }")
                .replace("output priority dstnat", "output priority -100");
    }

    private static String sorted(String elements) {
        return Stream.of(elements.split(",\\s+")).sorted().collect(Collectors.joining(", "));
    }

    private static String golden() {
        try (var file = FirewallIT.class.getResourceAsStream("table.nft")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
