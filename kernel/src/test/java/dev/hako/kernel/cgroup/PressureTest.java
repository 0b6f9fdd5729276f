package dev.hako.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.InterfaceTraffic;
import org.junit.jupiter.api.Test;

class PressureTest {
    @Test
    void readsWhatTheKernelWrites() {
        String text =
                """
                some avg10=1.50 avg60=0.25 avg300=0.05 total=1234
                full avg10=0.00 avg60=0.00 avg300=0.01 total=77
                """;
        assertThat(Pressure.parse(text))
                .isEqualTo(
                        new Pressure(
                                new Pressure.Stall(1.5, 0.25, 0.05, 1234),
                                new Pressure.Stall(0, 0, 0.01, 77)));
    }

    @Test
    void takesWhatIsMissingForNothing() {
        assertThat(Pressure.parse("some avg10=x total=\nother")).isEqualTo(Pressure.parse(""));
    }

    @Test
    void readsTheMemoryOfBothVersions() {
        MemoryDetail v1 =
                MemoryDetail.v1(
                        "rss 1\ntotal_rss 10\ntotal_pgfault 20\ntotal_pgmajfault 3\ntotal_swap 4\n");
        assertThat(v1.anonymousBytes()).isEqualTo(10);
        assertThat(v1.majorFaults()).isEqualTo(3);
        assertThat(v1.swapBytes()).isEqualTo(4);
        MemoryDetail v2 = MemoryDetail.v2("anon 10\npgfault 20\npgmajfault 3\n", "4096\n", "max\n");
        assertThat(v2.faults()).isEqualTo(20);
        assertThat(v2.swapBytes()).isEqualTo(4096);
        assertThat(v2.swapLimitBytes()).isEmpty();
    }

    @Test
    void doesNotCountTheLoopbackInterfaceHere() {
        assertThat(InterfaceTraffic.here()).extracting(InterfaceTraffic::name).doesNotContain("lo");
    }
}
