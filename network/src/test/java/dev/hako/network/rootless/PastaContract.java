package dev.hako.network.rootless;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.Fd;
import dev.hako.network.address.Addresses;
import dev.hako.network.port.TransportProtocol;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PastaContract extends UserNetworkingContract {
    PastaContract() {
        super(new Pasta(Path.of("/usr/bin", Pasta.NAME)));
    }

    @Test
    void doesNotTakeAPortAtTwoAddresses() {
        var one = Optional.of(Addresses.parse("127.0.0.1"));
        var other = Optional.of(Addresses.parse("198.51.100.2"));
        UplinkRequest request =
                UplinkRequest.of(
                        Path.of("/run/mark"),
                        forward(TransportProtocol.TCP, one, 18080, 80),
                        forward(TransportProtocol.TCP, other, 18080, 80));
        assertThatThrownBy(() -> new Pasta(Path.of("/usr/bin/pasta")).connect(Fd.CWD, request))
                .hasMessageStartingWith("pasta does not take port 18080/tcp of the host at two");
    }
}
