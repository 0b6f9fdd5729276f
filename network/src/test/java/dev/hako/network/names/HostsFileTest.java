package dev.hako.network.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsFileTest {
    private static final List<InetAddress> GATEWAYS = addresses("172.18.0.1", "fd00:1::1");

    private static List<InetAddress> addresses(String... texts) {
        return Stream.of(texts).map(Addresses::parse).toList();
    }

    private static List<AddedHost> added(String... texts) {
        return Stream.of(texts).map(AddedHost::parse).toList();
    }

    @Test
    void hasTheShapeOfDockers() {
        HostsFile file =
                HostsFile.of(
                        new HostsFile.Self(
                                "web.example.org",
                                List.of("www", "web"),
                                addresses("172.18.0.2", "fd00:1::2")),
                        added("db:10.0.0.7", "db6=[fd00:2::7]", "host.internal:host-gateway"),
                        GATEWAYS,
                        true);
        assertThat(file.text())
                .isEqualTo(
                        """
                        127.0.0.1\tlocalhost
                        ::1\tlocalhost ip6-localhost ip6-loopback
                        fe00::\tip6-localnet
                        ff00::\tip6-mcastprefix
                        ff02::1\tip6-allnodes
                        ff02::2\tip6-allrouters
                        10.0.0.7\tdb
                        fd00:2::7\tdb6
                        172.18.0.1\thost.internal
                        fd00:1::1\thost.internal
                        172.18.0.2\tweb.example.org web www
                        fd00:1::2\tweb.example.org web www
                        """);
    }

    @Test
    void aBoxWithoutANetworkHasItsNameOnTheLoopbackDevice() {
        HostsFile file =
                HostsFile.of(
                        new HostsFile.Self("alone", List.of(), List.of()),
                        List.of(),
                        List.of(),
                        false);
        assertThat(file.text()).isEqualTo("127.0.0.1\tlocalhost\n127.0.1.1\talone\n");
    }

    @Test
    void refusesTheHostsAddressWhereThereIsNone() {
        HostsFile.Self self = new HostsFile.Self("alone", List.of(), List.of());
        assertThatThrownBy(() -> HostsFile.of(self, added("up:host-gateway"), List.of(), true))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("\"up:host-gateway\"")
                .hasMessageContaining("connect the container to a network");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db",
                "db:",
                ":10.0.0.7",
                "db:10.0.0",
                "db:10.0.0.256",
                "db:gateway",
                "d b:10.0.0.7",
                "db\n1.2.3.4 x:10.0.0.7",
                "db:[fd00::1",
                "a..b:10.0.0.7"
            })
    void refusesWhatIsNoHost(String text) {
        assertThatThrownBy(() -> AddedHost.parse(text)).isInstanceOf(Failure.class);
    }

    @Test
    void nobodyWritesLinesOfHisOwn() {
        assertThatThrownBy(
                        () -> new HostsFile.Line(GATEWAYS.getFirst(), List.of("a\n6.6.6.6\tbank")))
                .isInstanceOf(Failure.class);
    }
}
