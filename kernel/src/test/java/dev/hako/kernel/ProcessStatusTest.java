package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Texts of `/proc`, and this very process.
class ProcessStatusTest {
    private static final Instant BOOT = Instant.parse("2026-01-02T03:04:05Z");
    private static final String STAT =
            "42 (a) (b c) S 7 42 42 34818 42 4194560 1 2 3 4 150 50 0 0 20 0 1 0 250 1 1";

    @Test
    void readsWhatAProcessIs() {
        assertThat(ProcessStatus.parse(STAT, "sh\0-c\0true\0", 33, BOOT))
                .isEqualTo(
                        new ProcessStatus(
                                42,
                                33,
                                7,
                                Optional.of("pts/2"),
                                BOOT.plusMillis(2500),
                                Duration.ofSeconds(2),
                                "sh -c true"));
    }

    @Test
    void callsAProcessWithoutArgumentsByItsName() {
        assertThat(ProcessStatus.parse(STAT, "", 0, BOOT).command()).isEqualTo("[a) (b c]");
    }

    @Test
    void findsThisProcess() {
        ProcessStatus self = ProcessStatus.find(ThisProcess.pid()).orElseThrow();

        assertThat(self.pid()).isEqualTo(ThisProcess.pid());
        assertThat(self.command()).contains("java");
        assertThat(self.startedAt()).isBefore(Instant.now().plusSeconds(2));
        assertThat(ProcessStatus.find(Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void addsUpTheTrafficOfAllInterfacesButTheLoopback() {
        assertThat(
                        NetworkTraffic.parse(
                                """
                                Inter-|   Receive                                                |  Transmit
                                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                                    lo:    9000      16    0    0    0     0          0         0     9000      16    0    0    0     0       0          0
                                  eth0:    1296      16    0    0    0     0          0         0      500       6    0    0    0     0       0          0
                                veth:1:100 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0
                                """))
                .isEqualTo(new NetworkTraffic(1396, 520));
    }

    @Test
    void namesTheNamespacesOfAProcess() {
        String self = String.valueOf(ThisProcess.pid());

        assertThat(Namespace.NETWORK.nameOf(self)).isEqualTo(Namespace.NETWORK.nameOf("self"));
        assertThat(Namespace.NETWORK.nameOf(self).orElseThrow().toString()).matches("net:\\[\\d+]");
        assertThat(Namespace.PID.nameOf(String.valueOf(Integer.MAX_VALUE))).isEmpty();
        assertThat(PidNamespaceMembers.of(ThisProcess.pid())).isEmpty();
    }
}
