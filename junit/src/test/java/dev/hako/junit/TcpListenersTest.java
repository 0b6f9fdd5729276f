package dev.hako.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TcpListenersTest {
    private static Set<Integer> ports(String... lines) {
        Set<Integer> ports = new TreeSet<>();
        for (String line : lines) {
            TcpListeners.add(line, ports);
        }
        return ports;
    }

    @Test
    void knowsWhoListensFromWhoIsConnected() {
        assertThat(
                        ports(
                                "   0: 0100007F:18EB 00000000:0000 0A 00000000:00000000 00:00000000",
                                "   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000",
                                "   2: 00000000000000000000000000000000:0050"
                                        + " 00000000000000000000000000000000:0000 0A 00000000"))
                .containsExactly(80, 6379);
    }

    @Test
    void passesOverWhatIsNoConnection() {
        assertThat(ports("", "  sl  local_address rem_address   st")).isEmpty();
    }
}
