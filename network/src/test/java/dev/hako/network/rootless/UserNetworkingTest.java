package dev.hako.network.rootless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import dev.hako.network.port.TransportProtocol;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UserNetworkingTest {
    @Test
    void saysWhatToInstallIfThereIsNoProgram(@TempDir Path empty) {
        assertThatThrownBy(() -> UserNetworking.find(List.of(empty)))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNSUPPORTED))
                .hasMessageEndingWith(
                        "need pasta or slirp4netns, and neither is installed; hint: install Debian's"
                                + " package passt, or use --network host or none");
    }

    @Test
    void findsNoConnectionsWhereNoneWasMade(@TempDir Path folder) {
        assertThat(UserNetworking.uplinks(folder)).isEmpty();
        assertThat(UserNetworking.uplinks(folder.resolve("none"))).isEmpty();
    }

    @Test
    void knowsConnectionsByTheirPrograms() {
        assertThat(MarkedProcesses.mark(List.of("/usr/bin/pasta", "--quiet", "--pid", "/run/h/a")))
                .contains(Path.of("/run/h/a"));
        assertThat(MarkedProcesses.mark(List.of("slirp4netns", "--api-socket", "/run/h/b", "eth0")))
                .contains(Path.of("/run/h/b"));
        assertThat(MarkedProcesses.mark(List.of("vim", "--pid", "/run/h/a"))).isEmpty();
        assertThat(MarkedProcesses.mark(List.of("pasta", "--netns", "/run/h/a"))).isEmpty();
        assertThat(MarkedProcesses.mark(List.of("pasta", "--pid"))).isEmpty();
        assertThat(MarkedProcesses.mark(List.of())).isEmpty();
    }

    @Test
    void refusesWhatCannotBeAsked() {
        Path mark = Path.of("/run/h/a");
        assertThatThrownBy(() -> UplinkRequest.of(mark).withMtu(100))
                .hasMessageContaining("hint: give one of 1280 to 65520");
        assertThatThrownBy(() -> UplinkRequest.of(mark).withNameServer(Addresses.parse("::1")))
                .hasMessageContaining("no address of IPv4");
        assertThatThrownBy(() -> UplinkRequest.of(Path.of("a")))
                .isInstanceOf(IllegalArgumentException.class);
        var port =
                UserNetworkingContract.forward(TransportProtocol.TCP, Optional.empty(), 18080, 80);
        assertThatThrownBy(() -> HostPorts.require(List.of(port, port)))
                .hasMessage("port \"0.0.0.0:18080/tcp\" is asked for twice");
    }
}
