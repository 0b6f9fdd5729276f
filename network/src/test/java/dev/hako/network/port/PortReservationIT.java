package dev.hako.network.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.hako.failure.Failure;
import dev.hako.kernel.PortHolder;
import dev.hako.network.Machine;
import dev.hako.network.address.Addresses;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@NeedsRoot
@NeedsProgram({"ip", "nsenter", "nc"})
class PortReservationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void keepsAPortFromAllOthers() {
        try (Machine host = Machine.start()) {
            try (PortReservation kept = host.call(() -> tcp("0.0.0.0", 8080))) {
                assertThat(kept.port()).isEqualTo(8080);
                assertThat(Machine.succeeds(host.namespace(), "timeout 1 nc -l 127.0.0.1 8080"))
                        .isFalse();
                assertThatThrownBy(() -> host.call(() -> tcp("127.0.0.1", 8080)))
                        .asInstanceOf(type(PortTaken.class))
                        .returns(Optional.empty(), PortTaken::holder)
                        .extracting(Throwable::getMessage)
                        .asString()
                        .startsWith(
                                "cannot take port \"127.0.0.1:8080/tcp\": it is in use; hint: ");
                host.call(() -> tcp("::", 8080)).close();
                host.call(() -> udp("0.0.0.0", 8080)).close();
            }
            host.call(() -> tcp("127.0.0.1", 8080)).close();
        }
    }

    @Test
    void namesTheProgramThatHasIt() {
        try (Machine host = Machine.start()) {
            Process tcp = Machine.begin(host.namespace(), "exec nc -l 127.0.0.1 8081", "");
            Process udp = Machine.begin(host.namespace(), "exec nc -u -l 127.0.0.1 8082", "");
            try {
                Await.until(
                        "servers",
                        PATIENCE,
                        () ->
                                host.sh("cat /proc/net/tcp /proc/net/udp")
                                        .matches("(?s).*1F91 .*1F92 .*"));
                PortHolder expected = new PortHolder((int) tcp.pid(), "nc");
                assertThatThrownBy(() -> host.call(() -> tcp("0.0.0.0", 8081)))
                        .asInstanceOf(type(PortTaken.class))
                        .returns(Optional.of(expected), PortTaken::holder)
                        .extracting(Throwable::getMessage)
                        .asString()
                        .startsWith(
                                "cannot take port \"0.0.0.0:8081/tcp\": nc (process "
                                        + tcp.pid()
                                        + ") has it; hint: ");
                assertThatThrownBy(() -> host.call(() -> udp("127.0.0.1", 8082)))
                        .hasMessageContaining("nc (process " + udp.pid() + ")");
            } finally {
                tcp.destroyForcibly();
                udp.destroyForcibly();
            }
        }
    }

    @Test
    void findsAFreePort() {
        try (Machine host = Machine.start();
                PortReservation one = host.call(() -> tcp("0.0.0.0", 0));
                PortReservation two = host.call(() -> udp("::1", 0))) {
            assertThat(one.port()).isBetween(1024, 65535);
            assertThat(two.port()).isBetween(1024, 65535);
            assertThatThrownBy(() -> host.call(() -> tcp("0.0.0.0", one.port())))
                    .isInstanceOf(PortTaken.class);
        }
    }

    @Test
    void saysThatTheHostHasNoSuchAddress() {
        try (Machine host = Machine.start()) {
            assertThatThrownBy(() -> host.call(() -> tcp("192.0.2.9", 80)))
                    .isInstanceOf(Failure.class)
                    .hasMessage(
                            "cannot take port \"192.0.2.9:80/tcp\": the host has no address"
                                    + " 192.0.2.9; hint: see the addresses it has: ip address");
        }
    }

    @Test
    void beginsWhereAForwardDoes() {
        InetAddress box = Addresses.parse("10.9.0.2");
        Optional<InetAddress> home = Optional.of(Addresses.parse("127.0.0.1"));
        PortForward forward = new PortForward(TransportProtocol.TCP, home, 8083, box, 80);
        try (Machine host = Machine.start();
                PortReservation kept = host.call(() -> PortReservation.of(forward))) {
            assertThat(kept.port()).isEqualTo(8083);
            assertThat(forward.hostSide()).isEqualTo("127.0.0.1:8083/tcp");
        }
    }

    private static PortReservation tcp(String address, int port) {
        return PortReservation.of(TransportProtocol.TCP, Addresses.parse(address), port);
    }

    private static PortReservation udp(String address, int port) {
        return PortReservation.of(TransportProtocol.UDP, Addresses.parse(address), port);
    }
}
