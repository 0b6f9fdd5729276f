package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What programs of a Debian system may use, where the engine owns a control group.
abstract class DebianLimitsContract extends DebianContract {
    DebianLimitsContract(Hako hako, List<String> asUser) {
        super(hako, asUser);
    }

    @Test
    void killsAProgramThatNeedsMoreMemoryThanItMayHave() {
        String script = "python3 -c 'bytearray(300 << 20)'";
        assertThat(shell("exec " + script, "--memory", "64m").status()).isEqualTo(137);
        assertThat(shell(script, "--memory", "512m")).isEqualTo(Result.exited(0));
    }

    @Test
    void letsAJvmFitItsHeapToTheLimit() throws IOException {
        assertThat(maxMemoryMegabytes("--memory", "256m")).isBetween(32L, 256L);
    }

    @Test
    void givesNoMoreProcessesThanTheLimit() {
        String script =
                """
                import os, time
                for made in range(50):
                    try:
                        if os.fork() == 0:
                            time.sleep(600)
                    except OSError as refused:
                        print(made, refused.strerror)
                        break
                """;
        assertThat(shell("exec python3 -c '" + script + "'", "--pids-limit", "20"))
                .isEqualTo(Result.printed("19 Resource temporarily unavailable\n"));
    }

    @Test
    void setsAQuotaOfProcessorTime() {
        String quota =
                "cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null || cat /sys/fs/cgroup/cpu.max";
        assertThat(shell(quota, "--cpus", "0.5").output()).startsWith("50000");
    }
}
