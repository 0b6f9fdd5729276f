package dev.hako.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OomFileTest {
    @Test
    void readsTheCounterOfVersion1() {
        assertThat(OomFile.tellsOfKill("oom_kill_disable 1\nunder_oom 1\noom_kill 0\n")).isFalse();
        assertThat(OomFile.tellsOfKill("oom_kill_disable 0\nunder_oom 0\noom_kill 2\n")).isTrue();
    }

    @Test
    void readsTheCounterOfVersion2() {
        String counters = "low 0\nhigh 0\nmax 31\noom 3\noom_kill %d\noom_group_kill 1\n";
        assertThat(OomFile.tellsOfKill(counters.formatted(0))).isFalse();
        assertThat(OomFile.tellsOfKill(counters.formatted(1))).isTrue();
    }

    @Test
    void saysNoWhereNothingWasCounted() {
        assertThat(OomFile.tellsOfKill("")).isFalse();
        assertThat(OomFile.tellsOfKill("oom_kill_disable 0\nunder_oom 0\n")).isFalse();
    }
}
