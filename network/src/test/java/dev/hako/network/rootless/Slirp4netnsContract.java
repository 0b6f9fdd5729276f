package dev.hako.network.rootless;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.Fd;
import dev.hako.network.address.Addresses;
import dev.hako.network.port.TransportProtocol;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class Slirp4netnsContract extends UserNetworkingContract {
    Slirp4netnsContract() {
        super(new Slirp4netns(Path.of("/usr/bin", Slirp4netns.NAME)));
    }

    @Test
    void saysWhatOnlyPastaCan() {
        var slirp = new Slirp4netns(Path.of("/usr/bin/slirp4netns"));
        Path mark = Path.of("/run/mark");
        var port = forward(TransportProtocol.TCP, Optional.of(Addresses.parse("::1")), 18080, 80);
        assertThatThrownBy(() -> slirp.connect(Fd.CWD, UplinkRequest.of(mark, port)))
                .hasMessageContaining("hint: install Debian's package passt");
        UplinkRequest elsewhere =
                UplinkRequest.of(mark).withNameServer(Addresses.parse("10.0.2.4"));
        assertThatThrownBy(() -> slirp.connect(Fd.CWD, elsewhere))
                .hasMessageContaining("hint: install Debian's package passt");
    }
}
