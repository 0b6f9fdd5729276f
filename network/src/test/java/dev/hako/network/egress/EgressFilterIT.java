package dev.hako.network.egress;

import static dev.hako.network.egress.District.pin;
import static dev.hako.network.egress.District.policed;
import static dev.hako.network.egress.District.tcp;
import static dev.hako.network.egress.District.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.kernel.EventFd;
import dev.hako.network.Machine;
import dev.hako.network.address.Addresses;
import dev.hako.network.egress.RefusedPackets.Refused;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsRoot
@NeedsProgram({"ip", "nsenter", "nft", "python3"})
class EgressFilterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String REFUSED = "ECONNREFUSED";
    private static final String PROHIBITED = "EHOSTUNREACH";

    @Test
    void letsABoxNowhereButWhereItsRulesSay() {
        try (District district = new District()) {
            NetworkNamespace box = district.box(2);
            NetworkNamespace free = district.box(3);
            district.serve(district.world, 80, 443);
            district.filter(filter ->
                    filter.put(
                            policed(
                                    2,
                                    "203.0.113.2:443",
                                    "[2001:db8::/64]:443",
                                    "203.0.113.3:53/udp"),
                            List.of()));
            assertThat(tcp(free, "203.0.113.2", 80)).isEqualTo("hello");
            assertThat(tcp(box, "203.0.113.2", 443)).isEqualTo("hello");
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
            assertThat(tcp(box, "203.0.113.3", 443)).isEqualTo(REFUSED);
            assertThat(udp(box, "203.0.113.2", 443)).isEqualTo(PROHIBITED);
            assertThat(tcp(box, "2001:db8::2", 443)).isEqualTo("hello");
            assertThat(tcp(box, "2001:db8::2", 80)).isEqualTo(REFUSED);
            district.filter(filter -> filter.remove("b2"));
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo("hello");
            assertThat(district.host.sh("nft list ruleset")).doesNotContain("b2");
        }
    }

    @Test
    void letsABoxToWhatIsPinnedForItAsLongAsItIs() {
        try (District district = new District()) {
            NetworkNamespace box = district.box(2);
            NetworkNamespace other = district.box(3);
            district.serve(district.world, 80, 443);
            district.filter(filter -> {
                filter.put(policed(2), List.of(pin("203.0.113.3", 600)));
                filter.put(policed(3), List.of());
                filter.pin("b2", List.of(pin("203.0.113.2", "443", 600), pin("2001:db8::2", 600)));
                filter.pin("b2", List.of(pin("203.0.113.3", 1)));
            });
            assertThat(tcp(box, "203.0.113.2", 443)).isEqualTo("hello");
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
            assertThat(udp(box, "2001:db8::2", 80)).isEqualTo("hello");
            assertThat(tcp(other, "203.0.113.2", 443)).isEqualTo(REFUSED);
            Await.until(
                    "the end of the pin",
                    PATIENCE,
                    () -> tcp(box, "203.0.113.3", 80).equals(REFUSED));
            district.filter(filter -> filter.pin("b2", List.of(pin("203.0.113.3", 600))));
            assertThat(tcp(box, "203.0.113.3", 80)).isEqualTo("hello");
            assertThat(Machine.succeeds(box, "ping -c1 -w5 203.0.113.3")).isTrue();
            assertThat(Machine.succeeds(box, "ping -c1 -w5 203.0.113.2")).isFalse();
        }
    }

    @Test
    void holdsNeighboursOfTheSameBridgeApartInOneDirection() {
        holdsNeighboursApart(false);
    }

    @Test
    void doesSoWhereBridgesAskThePacketFilterToo() {
        holdsNeighboursApart(true);
    }

    private static void holdsNeighboursApart(boolean bridgesAsk) {
        try (District district = new District(bridgesAsk)) {
            NetworkNamespace box = district.box(2);
            NetworkNamespace neighbour = district.box(3);
            NetworkNamespace alsoPoliced = district.box(4);
            for (NetworkNamespace each : List.of(box, neighbour, alsoPoliced)) {
                district.serve(each, 80, 81);
            }
            district.filter(filter -> {
                filter.put(policed(2), List.of());
                filter.put(policed(4, "10.9.0.2:80", "10.9.0.3:81"), List.of());
            });
            assertThat(tcp(box, "10.9.0.3", 80)).isEqualTo(REFUSED);
            assertThat(udp(box, "10.9.0.3", 80)).isEqualTo(PROHIBITED);
            assertThat(tcp(box, "fd00:9::3", 80)).isEqualTo(REFUSED);
            assertThat(tcp(box, "10.9.0.4", 80)).isEqualTo(REFUSED);
            assertThat(tcp(neighbour, "10.9.0.2", 80)).isEqualTo("hello");
            assertThat(udp(neighbour, "10.9.0.2", 80)).isEqualTo("hello");
            assertThat(tcp(neighbour, "fd00:9::2", 80)).isEqualTo("hello");
            assertThat(tcp(alsoPoliced, "10.9.0.2", 80)).isEqualTo("hello");
            assertThat(tcp(alsoPoliced, "10.9.0.3", 81)).isEqualTo("hello");
            assertThat(tcp(alsoPoliced, "10.9.0.3", 80)).isEqualTo(REFUSED);
        }
    }

    @Test
    void staysWhenOthersFlushAndWhenItsEngineIsKilled() {
        try (District district = new District()) {
            NetworkNamespace box = district.box(2);
            district.serve(district.world, 80);
            district.filter(filter -> filter.put(policed(2), List.of(pin("203.0.113.3", 600))));
            Machine.succeeds(district.host.namespace(), "nft flush ruleset");
            district.filter(filter -> {
                if (!filter.isIntact()) {
                    filter.restore(List.of(policed(2)));
                }
            });
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
            district.succeed();
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
            district.filter(filter -> filter.restore(List.of(policed(2))));
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
            district.filter(filter -> assertThat(filter.isIntact()).isTrue());
            district.succeed();
            district.filter(filter -> filter.restore(List.of()));
            assertThat(district.host.sh("nft list tables")).doesNotContain("egress");
        }
    }

    @Test
    void keepsItsTablesForTheNextBoxUntilItRests() {
        try (District district = new District()) {
            NetworkNamespace box = district.box(2);
            district.serve(district.world, 80);
            district.filter(filter -> {
                filter.put(policed(2), List.of());
                filter.remove("b2");
            });
            assertThat(district.host.sh("nft list ruleset"))
                    .contains("egress")
                    .doesNotContain("b2");
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo("hello");
            district.filter(filter -> filter.put(policed(2), List.of()));
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
            district.filter(filter -> {
                filter.rest();
                filter.remove("b2");
                filter.rest();
            });
            assertThat(district.host.sh("nft list tables")).doesNotContain("egress");
            district.filter(filter -> {
                filter.put(policed(2), List.of());
                filter.remove("b2");
                filter.close();
            });
            assertThat(district.host.sh("nft list tables")).doesNotContain("egress");
        }
    }

    @Test
    void findsOutThatOthersHaveTakenTheTablesAway() {
        try (District district = new District()) {
            district.share();
            NetworkNamespace box = district.box(2);
            district.serve(district.world, 80);
            district.filter(filter -> {
                filter.put(policed(2), List.of());
                filter.remove("b2");
            });
            district.host.sh("nft flush ruleset");
            district.filter(filter -> filter.put(policed(2), List.of()));
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
        }
    }

    @Test
    void isMadeAnewWhereTablesBelongToNobody() {
        try (District district = new District()) {
            district.share();
            NetworkNamespace box = district.box(2);
            district.serve(district.world, 80);
            district.filter(filter -> filter.put(policed(2), List.of(pin("203.0.113.3", 600))));
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
            district.host.sh("nft flush ruleset");
            district.filter(filter -> {
                assertThat(filter.isIntact()).isFalse();
                assertThatThrownBy(() -> filter.pin("b2", List.of(pin("203.0.113.3", 600))))
                        .isInstanceOf(Failure.class);
                filter.restore(List.of(policed(2)));
                assertThat(filter.isIntact()).isTrue();
            });
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
            assertThat(tcp(box, "203.0.113.3", 80)).isEqualTo(REFUSED);
        }
    }

    @Test
    void keepsPinsForTheEngineThatFollows() {
        try (District district = new District()) {
            NetworkNamespace box = district.box(2);
            district.serve(district.box(3), 80);
            district.serve(district.world, 80);
            district.filter(filter ->
                    filter.put(
                            policed(2),
                            List.of(
                                    pin("203.0.113.3", 600),
                                    pin("10.9.0.3", 600),
                                    pin("203.0.113.2", "80", 600))));
            assertThat(tcp(box, "10.9.0.3", 80)).isEqualTo("hello");
            district.succeed();
            district.filter(filter -> filter.restore(List.of(policed(2), policed(4))));
            assertThat(tcp(box, "203.0.113.3", 80)).isEqualTo("hello");
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo("hello");
            assertThat(udp(box, "203.0.113.2", 80)).isEqualTo(PROHIBITED);
            // It may be another box's by now.
            assertThat(tcp(box, "10.9.0.3", 80)).isEqualTo(REFUSED);
        }
    }

    @Test
    void cutsConnectionsThatAreNotAllowedAnyMore() throws IOException {
        try (District district = new District()) {
            NetworkNamespace box = district.box(2);
            Process server =
                    Machine.begin(
                            district.world,
                            "exec python3 -c \"$SERVER\"",
                            """
                            import socket, time
                            l = socket.create_server(('203.0.113.2', 80))
                            print('ready', flush=True)
                            c, _ = l.accept()
                            while True:
                                c.sendall(b'x')
                                time.sleep(0.02)
                            """);
            Await.until("a server", PATIENCE, () -> server.getInputStream().available() > 0);
            district.filter(filter -> filter.put(policed(2), List.of(pin("203.0.113.2", 1))));
            Process download =
                    Machine.begin(
                            box,
                            "exec python3 -c \"$SERVER\"",
                            """
                            import socket
                            s = socket.create_connection(('203.0.113.2', 80), 5)
                            n = 0
                            while n < 150:
                                n += len(s.recv(99))
                            print('much', flush=True)
                            try:
                                while s.recv(99):
                                    pass
                            except OSError as e:
                                print(type(e).__name__, flush=True)
                            """);
            // It lives on when the pin has gone: three seconds take longer than that.
            Await.until("much", PATIENCE, () -> download.getInputStream().available() > 0);
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
            district.filter(filter -> {
                filter.put(policed(2), List.of());
                assertThat(filter.cut("b2", entry -> entry.port() == 443)).isZero();
                assertThat(filter.cut("b2", entry -> entry.port() == 80)).isPositive();
            });
            assertThat(District.output(download)).isEqualTo("much\nConnectionResetError");
            server.destroyForcibly();
        }
    }

    @Test
    void showsWhatWasRefused() {
        try (District district = new District();
                EventFd wake = EventFd.open()) {
            NetworkNamespace box = district.box(2);
            district.filter(filter -> filter.put(policed(2), List.of()));
            tcp(box, "203.0.113.2", 443);
            udp(box, "2001:db8::2", 53);
            List<Refused> shown = new ArrayList<>();
            Await.until(
                    "what was refused",
                    PATIENCE,
                    () -> {
                        district.log
                                .await(Duration.ofMillis(100), wake)
                                .forEach(packet ->
                                        RefusedPackets.read(packet).ifPresent(shown::add));
                        return shown.size() >= 2;
                    });
            assertThat(shown)
                    .contains(
                            new Refused("b2", Addresses.parse("203.0.113.2"), 6, 443),
                            new Refused("b2", Addresses.parse("2001:db8::2"), 17, 53));
        }
    }
}
