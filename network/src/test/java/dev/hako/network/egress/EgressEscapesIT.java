package dev.hako.network.egress;

import static dev.hako.network.egress.District.isDead;
import static dev.hako.network.egress.District.pin;
import static dev.hako.network.egress.District.policed;
import static dev.hako.network.egress.District.tcp;
import static dev.hako.network.egress.District.udp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.network.Machine;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a box tries that may not send where it likes.
@NeedsRoot
@NeedsProgram({"ip", "nsenter", "nft", "python3", "ping"})
class EgressEscapesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String REFUSED = "ECONNREFUSED";
    private static final String PROHIBITED = "EHOSTUNREACH";

    @Test
    void dropsWhatDoesNotCarryTheBoxesOwnAddresses() {
        try (District district = new District()) {
            NetworkNamespace box = district.box(2);
            NetworkNamespace free = district.box(3);
            district.serve(district.world, 80);
            district.serve(free, 80);
            district.filter(filter -> filter.put(policed(2), List.of()));
            assertThat(tcp(free, "203.0.113.2", 80)).isEqualTo("hello");
            // The address of one who may, and one that is nobody's.
            Machine.sh(
                    box, "ip addr add 10.9.0.99/24 dev eth0 && ip addr flush dev eth0 scope link");
            Machine.sh(
                    box,
                    "ip addr del 10.9.0.2/24 dev eth0 && ip addr add 10.9.0.99/24 dev eth0 || true");
            Machine.sh(box, "ip route replace default via 10.9.0.1 dev eth0 onlink");
            assertThat(isDead(box, "203.0.113.2", 80)).isTrue();
            assertThat(isDead(box, "10.9.0.3", 80)).isTrue();
            Machine.sh(box, "ip link set eth0 address 02:42:0a:09:00:03 && ip addr flush dev eth0");
            Machine.sh(
                    box, "ip addr add 10.9.0.3/24 dev eth0 && ip route add default via 10.9.0.1");
            Machine.sh(
                    box,
                    "ip neigh replace 10.9.0.1 dev eth0 lladdr "
                            + District.NETWORK.hardwareAddress());
            assertThat(isDead(box, "203.0.113.2", 80)).isTrue();
            // Nobody has learned to find his neighbour at the other's wire.
            assertThat(tcp(district.host.namespace(), "10.9.0.3", 80)).isEqualTo("hello");
        }
    }

    @Test
    void letsNothingPassByAnotherWay() {
        try (District district = new District()) {
            NetworkNamespace box = district.box(2);
            NetworkNamespace neighbour = district.box(3);
            district.serve(neighbour, 80);
            district.serve(district.host.namespace(), 53, 80);
            district.filter(filter ->
                    filter.put(
                            policed(2),
                            List.of(
                                    pin("10.9.0.1", 600),
                                    pin("203.0.113.1", 600),
                                    pin("10.9.0.255", 600))));
            assertThat(udp(box, "10.9.0.1", 53)).isEqualTo("hello");
            assertThat(tcp(box, "fd00:9::1", 53)).isEqualTo("hello");
            assertThat(tcp(box, "10.9.0.1", 80)).isEqualTo(REFUSED);
            assertThat(tcp(box, "203.0.113.1", 80)).isEqualTo(REFUSED);
            assertThat(udp(box, "203.0.113.2", 53)).isEqualTo(PROHIBITED);
            assertThat(Machine.succeeds(box, "ping -c1 -w2 203.0.113.2")).isFalse();
            linkLocal(box);
            for (NetworkNamespace other : List.of(neighbour, district.host.namespace())) {
                String linkLocal = linkLocal(other);
                assertThat(Machine.succeeds(box, "ping -c1 -w2 " + linkLocal + "%eth0"))
                        .as(linkLocal)
                        .isFalse();
            }
            // Frames of no protocol that anybody has allowed, and for all neighbours at once.
            district.serve(district.world, 80);
            String frames =
                    """
                    import socket, sys
                    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
                    s.bind(('eth0', 0))
                    own = s.getsockname()[4]
                    for target in (b'\\xff' * 6, bytes.fromhex('02420a090003')):
                        for kind in (0x88b5, 0x8100, 0x88cc):
                            s.send(target + own + kind.to_bytes(2, 'big') + b'secret' * 9)
                    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    u.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                    u.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b'eth0')
                    for where in ('10.9.0.255', '255.255.255.255', '224.0.0.251'):
                        u.sendto(b'secret' * 9, (where, 80))
                    """;
            String heard =
                    """
                    import socket, select, time
                    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
                    s.bind(('eth0', 3))
                    print('ready', flush=True)
                    end = time.time() + 1.5
                    while time.time() < end:
                        if select.select([s], [], [], 0.1)[0] and b'secret' in s.recv(2000):
                            print('heard', flush=True)
                    """;
            Process listener = Machine.begin(neighbour, "exec python3 -c \"$SERVER\"", heard);
            Await.until("a listener", PATIENCE, () -> listener.getInputStream().available() > 0);
            District.output(Machine.begin(box, "exec python3 -c \"$SERVER\"", frames));
            assertThat(District.output(listener)).isEqualTo("ready");
        }
    }

    /// An interface's own, once it can be used: before that, others would be sent from.
    private static String linkLocal(NetworkNamespace where) {
        String show = "ip -o -6 addr show scope link -tentative | grep -v up0";
        Await.until("a link-local address", PATIENCE, () -> Machine.succeeds(where, show));
        return Machine.sh(where, show).split(" +", -1)[3].replaceAll("/.*", "");
    }
}
