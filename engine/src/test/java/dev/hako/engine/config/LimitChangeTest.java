package dev.hako.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitChangeTest {
    private static final Limits OLD =
            new Limits.Builder()
                    .memoryBytes(100)
                    .memorySwapBytes(200)
                    .memorySwappiness(7)
                    .cpuPeriodMicros(50_000)
                    .cpuQuotaMicros(10_000)
                    .pids(9)
                    .build();

    @Test
    void leavesWhatIsNotNamed() {
        Limits changed = new LimitChange(new Limits.Builder().pids(5).build()).of(OLD);

        assertThat(changed.pids()).contains(5L);
        assertThat(changed.memoryBytes()).contains(100L);
        assertThat(changed.memorySwappiness()).contains(7);
        assertThat(new LimitChange(Limits.NONE).of(OLD)).isEqualTo(OLD);
    }

    @Test
    void limitsProcessorsByWhicheverWasSetLast() {
        Limits byNumber = new LimitChange(new Limits.Builder().nanoCpus(5).build()).of(OLD);
        assertThat(byNumber.nanoCpus()).contains(5L);
        assertThat(byNumber.cpuQuotaMicros()).isEmpty();
        assertThat(byNumber.cpuPeriodMicros()).isEmpty();

        Limits byQuota =
                new LimitChange(new Limits.Builder().cpuQuotaMicros(3).build()).of(byNumber);
        assertThat(byQuota.nanoCpus()).isEmpty();
        assertThat(byQuota.cpuQuotaMicros()).contains(3L);
    }

    @Test
    void touchesWithALimitThoseThatItBelongsTo() {
        LimitChange change =
                new LimitChange(new Limits.Builder().memoryBytes(150).cpuQuotaMicros(5).build());
        Limits touched = change.touched(change.of(OLD));

        assertThat(touched)
                .isEqualTo(
                        new Limits.Builder()
                                .memoryBytes(150)
                                .memorySwapBytes(200)
                                .cpuPeriodMicros(50_000)
                                .cpuQuotaMicros(5)
                                .build());
    }
}
