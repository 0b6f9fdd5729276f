package dev.hako.isolation.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What the machine says of itself, and what is made of it.
class HostTextTest {
    @Test
    void readsTheMachinesMemory() {
        assertThat(MemInfo.totalBytes(List.of("MemTotal:       24682924 kB", "MemFree: 1 kB")))
                .isEqualTo(24682924L * 1024);
        assertThat(MemInfo.totalBytes(List.of())).isZero();
    }

    @Test
    void readsTheNameOfTheDistribution() {
        assertThat(OsRelease.prettyName(List.of("ID=debian", "PRETTY_NAME=\"Debian 12\"")))
                .isEqualTo("Debian 12");
        assertThat(OsRelease.prettyName(List.of("PRETTY_NAME=Arch"))).isEqualTo("Arch");
        assertThat(OsRelease.prettyName(List.of("ID=none"))).isEqualTo("Linux");
    }
}
