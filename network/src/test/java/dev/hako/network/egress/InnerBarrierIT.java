package dev.hako.network.egress;

import static dev.hako.network.egress.District.pin;
import static dev.hako.network.egress.District.policed;
import static dev.hako.network.egress.District.tcp;
import static dev.hako.network.egress.District.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.network.Machine;
import dev.hako.network.address.Addresses;
import dev.hako.network.egress.RefusedPackets.Refused;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Boxes with a packet filter of their own.
@NeedsRoot
@NeedsProgram({"ip", "nsenter", "nft", "python3"})
class InnerBarrierIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String REFUSED = "ECONNREFUSED";
    private static final String TABLE = "hako-1a2b3c4d-egress";

    private final List<Refused> refused = new CopyOnWriteArrayList<>();

    private Refusals refusals() {
        return new Refusals(
                refused::add,
                why -> {
                    throw new AssertionError(why);
                });
    }

    private static Supplier<NetworkNamespace> place(NetworkNamespace box) {
        return () -> NetworkNamespace.open(box.fd().duplicate());
    }

    @Test
    void letsABoxNowhereButWhereItsRulesAndPinsSay() {
        try (District district = new District();
                Refusals refusals = refusals();
                InnerBarrier barrier = InnerBarrier.open(TABLE, refusals)) {
            NetworkNamespace box = district.box(2);
            NetworkNamespace neighbour = district.box(3);
            district.serve(district.world, 80, 443);
            district.serve(neighbour, 80);
            district.serve(box, 80);
            barrier.put(
                    policed(2, "203.0.113.2:443", "[2001:db8::/64]:443"), List.of(), place(box));
            assertThat(tcp(box, "203.0.113.2", 443)).isEqualTo("hello");
            assertThat(tcp(box, "2001:db8::2", 443)).isEqualTo("hello");
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
            assertThat(tcp(box, "2001:db8::2", 80)).isEqualTo(REFUSED);
            assertThat(udp(box, "203.0.113.2", 443)).isNotEqualTo("hello");
            assertThat(tcp(box, "10.9.0.3", 80)).isEqualTo(REFUSED);
            assertThat(tcp(neighbour, "10.9.0.2", 80)).isEqualTo("hello");
            assertThat(tcp(box, "127.0.0.1", 80)).isEqualTo("hello");
            barrier.pin("b2", List.of(pin("203.0.113.3", "80", 600), pin("10.9.0.3", 1)));
            assertThat(tcp(box, "203.0.113.3", 80)).isEqualTo("hello");
            assertThat(tcp(box, "203.0.113.3", 443)).isEqualTo(REFUSED);
            Await.until(
                    "the end of the pin", PATIENCE, () -> tcp(box, "10.9.0.3", 80).equals(REFUSED));
            barrier.unpin("b2", Addresses.parse("203.0.113.3"));
            assertThat(tcp(box, "203.0.113.3", 80)).isEqualTo(REFUSED);
            Await.until("what was refused", PATIENCE, () -> refused.size() > 5);
            assertThat(refused)
                    .contains(new Refused("b2", Addresses.parse("203.0.113.2"), Pieces.TCP, 80));
            assertThat(barrier.isIntact()).isTrue();
            barrier.remove("b2");
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo("hello");
            assertThat(Machine.sh(box, "nft list ruleset")).isEmpty();
            assertThatThrownBy(() -> barrier.pin("b2", List.of(pin("203.0.113.3", 1))))
                    .isInstanceOf(Failure.class);
        }
    }

    @Test
    void holdsWithoutItsEngineAndIsTakenOver() {
        try (District district = new District();
                Refusals first = refusals();
                Refusals second = refusals()) {
            NetworkNamespace box = district.box(2);
            district.serve(district.world, 80);
            try (InnerBarrier barrier = InnerBarrier.open(TABLE, first)) {
                barrier.put(policed(2), List.of(pin("203.0.113.3", 600)), place(box));
            }
            assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
            assertThat(tcp(box, "203.0.113.3", 80)).isEqualTo("hello");
            try (InnerBarrier next = InnerBarrier.open(TABLE, second)) {
                next.found(policed(2), place(box));
                assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
                assertThat(tcp(box, "203.0.113.3", 80)).isEqualTo("hello");
                Machine.sh(box, "nft flush ruleset");
                assertThat(next.isIntact()).isFalse();
                next.restore(List.of());
                assertThat(next.isIntact()).isTrue();
                assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo(REFUSED);
                next.put(policed(2, "203.0.113.2"), List.of(), place(box));
                assertThat(tcp(box, "203.0.113.2", 80)).isEqualTo("hello");
                assertThat(tcp(box, "203.0.113.3", 80)).isEqualTo(REFUSED);
            }
        }
    }

    @Test
    void cutsConnectionsThatAreNotAllowedAnyMore() throws Exception {
        try (District district = new District();
                Refusals refusals = refusals();
                InnerBarrier barrier = InnerBarrier.open(TABLE, refusals)) {
            NetworkNamespace box = district.box(2);
            Process endless =
                    Machine.begin(
                            district.world,
                            "exec python3 -c \"$SERVER\"",
                            """
                            import socket, time
                            s = socket.create_server(('203.0.113.2', 80))
                            print('ready', flush=True)
                            c, _ = s.accept()
                            while True:
                                c.sendall(b'hello\\n')
                                time.sleep(0.02)
                            """);
            Await.until("a server", PATIENCE, () -> endless.getInputStream().available() > 4);
            barrier.put(policed(2, "203.0.113.2"), List.of(), place(box));
            Process client = Machine.begin(box, "nc 203.0.113.2 80 < /dev/zero", "");
            Await.until("a stream", PATIENCE, () -> client.getInputStream().available() > 20);
            assertThat(barrier.cut("b2", _ -> false)).isZero();
            barrier.put(policed(2), List.of(), place(box));
            assertThat(barrier.cut("b2", _ -> true)).isEqualTo(1);
            Await.until("the end of the client", PATIENCE, () -> !client.isAlive());
            endless.destroyForcibly();
            assertThat(barrier.isIntact()).isTrue();
        }
    }
}
