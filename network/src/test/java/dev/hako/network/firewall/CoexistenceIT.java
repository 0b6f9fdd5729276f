package dev.hako.network.firewall;

import static dev.hako.network.firewall.Town.ask;
import static dev.hako.network.firewall.Town.reach;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.network.bridge.BridgeSpec;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Networks on a host whose packet filter is others', too.
@NeedsRoot
@NeedsProgram({"ip", "nsenter", "nft", "nc", "python3"})
class CoexistenceIT {
    private static final BridgeSpec ONE = Town.spec("one0", "10.7.0.1/24", "fd00:7::1/64");

    /// What is of consequence here of the table that firewalld 1.3 makes for its zone `public`: all
    /// that is of no zone is rejected, to the host and through it.
    private static final String FIREWALLD =
            """
            table inet firewalld
            delete table inet firewalld
            table inet firewalld {
              chain filter_INPUT {
                type filter hook input priority filter + 10; policy accept;
                ct state { established, related } accept
                ct status dnat accept
                iifname "lo" accept
                meta l4proto { icmp, ipv6-icmp } accept
                ct state invalid drop
                reject with icmpx admin-prohibited
              }
              chain filter_FORWARD {
                type filter hook forward priority filter + 10; policy accept;
                ct state { established, related } accept
                ct status dnat accept
                iifname "lo" accept
                ct state invalid drop
                reject with icmpx admin-prohibited
              }
            }
            """;

    private static void firewalld(Town town) {
        town.host.sh("nft -f - <<'END'\n" + FIREWALLD + "END\n");
    }

    @Test
    void isTakenNoteOfByFirewalldWhicheverCameFirst() {
        try (Town town = new Town()) {
            firewalld(town);
            NetworkNamespace box = town.box(town.network(ONE), 2);
            NetworkNamespace neighbour = town.box(ONE, 3);
            town.serve(town.other, "other", 80);
            town.serve(neighbour, "neighbour", 80);
            town.serve(town.host.namespace(), "host", 53);
            town.serve(town.host.namespace(), "host", 81);
            assertThat(ask(box, "192.0.2.2", 80)).isEqualTo("other sees 192.0.2.1");
            assertThat(reach(box, "fd00:7::3", 80)).startsWith("neighbour");
            assertThat(ask(box, "10.7.0.1", 53)).startsWith("host");
            assertThat(ask(box, "10.7.0.1", 81)).isEmpty();
            firewalld(town);
            assertThat(ask(box, "192.0.2.2", 80)).isEmpty();
            town.firewall(firewall -> {
                assertThat(firewall.isIntact(List.of(ONE))).isFalse();
                firewall.restore(new FirewallState(List.of(ONE), List.of()));
                assertThat(firewall.isIntact(List.of(ONE))).isTrue();
            });
            assertThat(ask(box, "192.0.2.2", 80)).startsWith("other");
            assertThat(ask(box, "10.7.0.1", 53)).startsWith("host");
            town.firewall(firewall -> firewall.remove(ONE));
            assertThat(town.host.sh("nft list table inet firewalld")).doesNotContain("one0");
        }
    }

    @Test
    @NeedsProgram({"firewalld", "firewall-cmd", "dbus-daemon"})
    void worksBesideFirewalldItselfAndAfterItsReload(@TempDir Path place) {
        try (Town town = new Town();
                Firewalld firewalld = new Firewalld(town.host.namespace(), place)) {
            NetworkNamespace box = town.box(town.network(ONE), 2);
            NetworkNamespace neighbour = town.box(ONE, 3);
            town.serve(town.other, "other", 80);
            town.serve(neighbour, "neighbour", 80);
            town.serve(town.host.namespace(), "host", 53);
            assertThat(ask(box, "192.0.2.2", 80)).isEqualTo("other sees 192.0.2.1");
            assertThat(ask(box, "10.7.0.3", 80)).startsWith("neighbour");
            assertThat(ask(box, "10.7.0.1", 53)).startsWith("host");
            firewalld.reload();
            assertThat(ask(box, "192.0.2.2", 80)).isEmpty();
            town.firewall(firewall -> firewall.restore(new FirewallState(List.of(ONE), List.of())));
            assertThat(ask(box, "192.0.2.2", 80)).startsWith("other");
            assertThat(ask(box, "10.7.0.1", 53)).startsWith("host");
        }
    }

    /// iptables' older kind is no part of nftables: what it drops is dropped, and what it lets pass
    /// is decided by ours.
    @Test
    @NeedsProgram("iptables-legacy")
    void standsBesideRulesOfTheOlderIptables() {
        try (Town town = new Town()) {
            town.host.sh("iptables-legacy -A FORWARD -d 192.0.2.9 -j DROP");
            town.host.sh("iptables-legacy -t nat -A POSTROUTING -s 10.99.0.0/16 -j MASQUERADE");
            String before = town.host.sh("iptables-legacy-save | grep ^-A");
            NetworkNamespace box = town.box(town.network(ONE), 2);
            NetworkNamespace neighbour = town.box(ONE, 3);
            town.serve(town.other, "other", 80);
            town.serve(neighbour, "neighbour", 80);
            assertThat(ask(box, "192.0.2.2", 80)).isEqualTo("other sees 192.0.2.1");
            assertThat(ask(box, "10.7.0.3", 80)).startsWith("neighbour");
            town.host.sh("iptables-legacy -P FORWARD DROP");
            assertThat(ask(box, "192.0.2.2", 80)).isEmpty();
            town.host.sh("iptables-legacy -I FORWARD -i one0 -j ACCEPT");
            town.host.sh("iptables-legacy -I FORWARD -o one0 -j ACCEPT");
            assertThat(ask(box, "192.0.2.2", 80)).isEqualTo("other sees 192.0.2.1");
            town.firewall(firewall -> firewall.remove(ONE));
            town.firewall(Firewall::delete);
            assertThat(town.host.sh("iptables-legacy-save | grep ^-A").lines())
                    .containsAll(before.lines().toList());
        }
    }

    @Test
    void letsNeighboursReachEachOtherWhereBridgesAskThePacketFilter() {
        try (Town town = new Town()) {
            boolean asked = town.bridgesAsk(true);
            firewalld(town);
            NetworkNamespace box = town.box(town.network(ONE), 2);
            NetworkNamespace neighbour = town.box(ONE, 3);
            town.serve(neighbour, "neighbour", 80);
            assertThat(ask(box, "10.7.0.3", 80)).as("asked: " + asked).startsWith("neighbour");
            assertThat(reach(box, "fd00:7::3", 80)).startsWith("neighbour");
        }
    }
}
