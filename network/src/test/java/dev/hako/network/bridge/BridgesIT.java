package dev.hako.network.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.network.Machine;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@NeedsRoot
@NeedsProgram({"ip", "nsenter", "ping"})
class BridgesIT {
    private static final BridgeSpec NETWORK = spec("hako0", "10.9.0.1/24", "fd00:9::1/64");

    @Test
    void joinsBoxesToEachOtherAndToTheHost() {
        onAHost((host, bridges) -> {
            bridges.ensure(NETWORK);
            try (NetworkNamespace one = NetworkNamespace.create();
                    NetworkNamespace two = NetworkNamespace.create()) {
                bridges.attach(one, NETWORK, endpoint(2));
                bridges.attach(two, NETWORK, endpoint(3));
                for (String target : List.of("10.9.0.1", "10.9.0.3", "fd00:9::1", "fd00:9::3")) {
                    Machine.sh(one, "ping -c 1 -W 2 " + target);
                }
                Machine.sh(host.namespace(), "ping -c 1 -W 2 10.9.0.2");
                assertThat(Machine.sh(one, "ip route; ip -6 route; ip link show eth0"))
                        .contains("default via 10.9.0.1 dev eth0", "default via fd00:9::1 dev eth0")
                        .contains("mtu 1400", "link/ether 02:42:0a:09:00:02");
            }
        });
    }

    @Test
    void adoptsAndRepairsWhatIsThere() {
        onAHost((host, bridges) -> {
            bridges.ensure(NETWORK);
            host.sh(
                    "ip addr flush dev hako0; ip addr add 10.77.0.1/24 dev hako0;"
                            + " ip link set hako0 down mtu 1300");
            bridges.ensure(NETWORK);
            assertThat(host.sh("ip addr show dev hako0"))
                    .contains("UP", "mtu 1400", "link/ether 02:42:0a:09:00:01")
                    .contains("inet 10.9.0.1/24 brd 10.9.0.255", "inet6 fd00:9::1/64")
                    .doesNotContain("10.77.0.1");
            String before = host.sh("ip -o addr show dev hako0");
            bridges.ensure(NETWORK);
            assertThat(host.sh("ip -o addr show dev hako0")).isEqualTo(before);
            assertThat(bridges.list()).containsExactly("hako0");
            bridges.remove("hako0");
            bridges.remove("hako0");
            assertThat(bridges.list()).isEmpty();
        });
    }

    @Test
    void forwardsOnlyWhereANetworkNeedsIt() {
        onAHost((host, bridges) -> {
            host.sh(
                    "ip link add up0 type veth peer name up1;"
                            + " echo 0 > /proc/sys/net/ipv4/ip_forward;"
                            + " echo 0 > /proc/sys/net/ipv6/conf/all/forwarding;"
                            + " echo 1 > /proc/sys/net/ipv6/conf/up0/accept_ra");
            String switches =
                    "cd /proc/sys/net; cat ipv4/ip_forward ipv6/conf/all/forwarding"
                            + " ipv6/conf/up0/accept_ra | tr -d '\\n'";
            bridges.ensure(internal(spec("inside0", "10.8.0.1/24", "fd00:8::1/64")));
            assertThat(host.sh(switches)).isEqualTo("001");
            bridges.ensure(spec("four0", "10.7.0.1/24"));
            assertThat(host.sh(switches)).isEqualTo("101");
            assertThat(host.sh("cat /proc/sys/net/ipv6/conf/four0/disable_ipv6").strip())
                    .isEqualTo("1");
            bridges.ensure(NETWORK);
            assertThat(host.sh(switches)).isEqualTo("112");
            assertThat(host.sh("cat /proc/sys/net/ipv6/conf/hako0/accept_ra").strip())
                    .isEqualTo("0");
        });
    }

    @Test
    void keepsBoxesApartWhereToldTo() {
        BridgeSpec apart = apart(spec("apart0", "10.9.0.1/24"));
        onAHost((host, bridges) -> {
            bridges.ensure(apart);
            try (NetworkNamespace one = NetworkNamespace.create();
                    NetworkNamespace two = NetworkNamespace.create()) {
                bridges.attach(one, apart, endpoint(2));
                bridges.attach(two, apart, endpoint(3));
                Machine.sh(one, "ping -c 1 -W 2 10.9.0.1");
                assertThat(Machine.succeeds(one, "ping -c 1 -W 1 10.9.0.3")).isFalse();
            }
        });
    }

    @Test
    void replacesTheWireOfABoxThatIsEnding() {
        onAHost((host, bridges) -> {
            bridges.ensure(NETWORK);
            try (NetworkNamespace ending = NetworkNamespace.create();
                    NetworkNamespace next = NetworkNamespace.create()) {
                bridges.attach(ending, NETWORK, endpoint(2));
                bridges.attach(next, NETWORK, endpoint(2));
                Machine.sh(next, "ping -c 1 -W 2 10.9.0.1");
                assertThat(Machine.sh(ending, "ip link")).doesNotContain("eth0");
                bridges.detach("hk2");
                bridges.detach("hk2");
                assertThat(Machine.sh(next, "ip link")).doesNotContain("eth0");
            }
        });
    }

    @Test
    void takesTheHardwareAddressThatIsGiven() {
        onAHost((host, bridges) -> {
            bridges.ensure(NETWORK);
            Endpoint given =
                    new Endpoint(
                            "net1",
                            "hk9",
                            Optional.of(HardwareAddress.parse("02:42:00:00:00:99")),
                            List.of(InterfaceAddress.parse("10.9.0.9/24")),
                            List.of(),
                            1400);
            try (NetworkNamespace box = NetworkNamespace.create()) {
                bridges.attach(box, NETWORK, given);
                assertThat(Machine.sh(box, "ip -d addr show dev net1; ip route"))
                        .contains("link/ether 02:42:00:00:00:99", "inet 10.9.0.9/24")
                        .doesNotContain("default via", "inet6");
            }
        });
    }

    @Test
    void leavesNothingBehindWhenItFails() {
        onAHost((host, bridges) -> {
            try (NetworkNamespace box = NetworkNamespace.create()) {
                assertThatThrownBy(() -> bridges.attach(box, NETWORK, endpoint(2)))
                        .isInstanceOf(Failure.class)
                        .hasMessage("no such bridge \"hako0\"");
                bridges.ensure(NETWORK);
                Endpoint unreachable =
                        new Endpoint(
                                "eth0",
                                "hk2",
                                Optional.empty(),
                                List.of(InterfaceAddress.parse("10.9.0.2/24")),
                                List.of(Addresses.parse("192.0.2.1")),
                                1400);
                assertThatThrownBy(() -> bridges.attach(box, NETWORK, unreachable))
                        .hasMessageContaining("default via 192.0.2.1");
                assertThat(host.sh("ip link")).doesNotContain("hk2");
                host.sh("ip link add other0 type veth peer name other1");
                assertThatThrownBy(() -> bridges.ensure(spec("other0", "10.6.0.1/24")))
                        .hasMessageContaining("cannot make bridge \"other0\": another interface");
            }
        });
    }

    @Test
    void costsASmallPartOfAStart() {
        onAHost((host, bridges) -> {
            bridges.ensure(NETWORK);
            long create = 0;
            long attach = 0;
            long rounds = 60;
            for (long i = 0; i < rounds; i++) {
                long begin = System.nanoTime();
                NetworkNamespace box = NetworkNamespace.create();
                long made = System.nanoTime();
                bridges.attach(box, NETWORK, endpoint((int) i + 2));
                long attached = System.nanoTime();
                if (i >= rounds / 2) {
                    create += made - begin;
                    attach += attached - made;
                }
                box.close();
            }
            long measured = rounds - rounds / 2;
            Logger.getLogger(BridgesIT.class.getName())
                    .info(
                            "create %d us, attach %d us"
                                    .formatted(create / measured / 1000, attach / measured / 1000));
            assertThat(attach / measured).isLessThan(20_000_000);
        });
    }

    private interface Scene {
        void play(Machine host, Bridges bridges);
    }

    private static void onAHost(Scene scene) {
        try (Machine host = Machine.start();
                Bridges bridges = host.call(Bridges::open)) {
            host.run(() -> scene.play(host, bridges));
        }
    }

    private static BridgeSpec spec(String name, String... gateways) {
        List<InterfaceAddress> all = Stream.of(gateways).map(InterfaceAddress::parse).toList();
        return new BridgeSpec(name, all, 1400, false, true, true);
    }

    private static BridgeSpec internal(BridgeSpec spec) {
        return new BridgeSpec(spec.interfaceName(), spec.gateways(), 1400, true, false, true);
    }

    private static BridgeSpec apart(BridgeSpec spec) {
        return new BridgeSpec(spec.interfaceName(), spec.gateways(), 1400, false, true, false);
    }

    private static Endpoint endpoint(int number) {
        return new Endpoint(
                "eth0",
                "hk" + number,
                Optional.empty(),
                List.of(
                        InterfaceAddress.parse("10.9.0." + number + "/24"),
                        InterfaceAddress.parse("fd00:9::" + number + "/64")),
                List.of(Addresses.parse("10.9.0.1"), Addresses.parse("fd00:9::1")),
                1400);
    }
}
