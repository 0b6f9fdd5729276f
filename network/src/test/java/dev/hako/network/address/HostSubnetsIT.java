package dev.hako.network.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.network.Machine;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsRoot
@NeedsProgram({"ip", "nsenter"})
class HostSubnetsIT {
    @Test
    void knowsWhatAddressesAndRoutesCover() {
        try (Machine host = Machine.start()) {
            host.sh(
                    "ip link add up0 type veth peer name up1; ip link set up0 up; ip link set up1 up;"
                            + " ip addr add 172.17.3.1/24 dev up0;"
                            + " ip addr add fd12::1/64 dev up0;"
                            + " ip route add 172.18.0.0/16 via 172.17.3.2;"
                            + " ip route add default via 172.17.3.2;"
                            + " ip route add 128.0.0.0/1 via 172.17.3.2;"
                            + " ip route add 172.19.0.0/24 via 172.17.3.2 table 77");
            List<Subnet> taken = host.call(HostSubnets::taken);
            assertThat(taken)
                    .extracting(Subnet::toString)
                    .contains("172.17.3.0/24", "172.18.0.0/16", "172.19.0.0/24", "127.0.0.0/8")
                    .contains("fd12::/64")
                    .doesNotContain("0.0.0.0/0", "128.0.0.0/1");
            assertThat(PoolChoice.of(PoolChoice.DEFAULT, taken)).hasToString("172.20.0.0/16");
        }
    }

    @Test
    void letsOneChooseAtATime() {
        Duration soon = Duration.ofMillis(20);
        try (Machine host = Machine.start();
                Machine another = Machine.start()) {
            try (ChoiceLock first = host.call(() -> ChoiceLock.take(soon))) {
                assertThat(first).isNotNull();
                assertThatThrownBy(() -> host.call(() -> ChoiceLock.take(soon)))
                        .hasMessageContaining("another program has been choosing addresses");
                another.call(() -> ChoiceLock.take(soon)).close();
            }
            host.call(() -> ChoiceLock.take(soon)).close();
        }
    }
}
