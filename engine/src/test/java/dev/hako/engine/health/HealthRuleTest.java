package dev.hako.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.engine.config.HealthCheck;
import dev.hako.engine.health.Health.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthRuleTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    /// Every 30 s, every 5 s in the first minute; the second failure in a row is one too many.
    private static final HealthRule RULE =
            new HealthRule(
                    new HealthCheck(
                            HealthCheck.shell("true"),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(1),
                            2,
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(5)),
                    START);

    private static HealthProbe probe(int seconds, int exitCode) {
        Instant at = START.plusSeconds(seconds);
        return new HealthProbe(at, at, exitCode, "");
    }

    private static Health after(HealthProbe... probes) {
        Health health = Health.UNKNOWN;
        for (HealthProbe probe : probes) {
            health = RULE.next(health, probe);
        }
        return health;
    }

    @Test
    void isHealthyAfterTheFirstSuccess() {
        assertThat(after().status()).isEqualTo(Status.STARTING);
        assertThat(after(probe(5, 0)).status()).isEqualTo(Status.HEALTHY);
    }

    @Test
    void failuresInTheStartPeriodDoNotCount() {
        Health health = after(probe(5, 1), probe(10, 1), probe(15, 1));
        assertThat(health.status()).isEqualTo(Status.STARTING);
        assertThat(health.failingStreak()).isZero();
        assertThat(health.log()).hasSize(3);
    }

    @Test
    void isUnhealthyAfterAsManyFailuresAsAreAllowed() {
        assertThat(after(probe(61, 1)).status()).isEqualTo(Status.STARTING);
        Health health = after(probe(61, 1), probe(91, 7));
        assertThat(health.status()).isEqualTo(Status.UNHEALTHY);
        assertThat(health.failingStreak()).isEqualTo(2);
    }

    @Test
    void oneWhoHasWorkedMayNotFailInTheStartPeriodEither() {
        assertThat(after(probe(5, 0), probe(10, 1)).failingStreak()).isEqualTo(1);
        assertThat(after(probe(5, 0), probe(10, 1), probe(15, 1)).status())
                .isEqualTo(Status.UNHEALTHY);
    }

    @Test
    void oneSuccessForgivesAllFailures() {
        Health health = after(probe(61, 1), probe(91, 1), probe(121, 0));
        assertThat(health.status()).isEqualTo(Status.HEALTHY);
        assertThat(health.failingStreak()).isZero();
    }

    @Test
    void keepsTheLastFiveProbes() {
        Health health = Health.UNKNOWN;
        for (int i = 1; i <= 9; i++) {
            health = RULE.next(health, probe(i, i));
        }
        assertThat(health.log()).extracting(HealthProbe::exitCode).containsExactly(5, 6, 7, 8, 9);
    }

    @Test
    void probesMoreOftenInTheStartPeriod() {
        assertThat(RULE.first(Health.UNKNOWN, START)).isEqualTo(Duration.ofSeconds(5));
        assertThat(RULE.first(Health.UNKNOWN, START.plusSeconds(900))).isZero();
        assertThat(RULE.pause(after(probe(5, 1)), START.plusSeconds(5)))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(RULE.pause(after(probe(5, 0)), START.plusSeconds(5)))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(RULE.pause(after(probe(61, 1)), START.plusSeconds(61)))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void anotherEngineKeepsThePauseBetweenProbes() {
        assertThat(RULE.first(after(probe(100, 0)), START.plusSeconds(110)))
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(RULE.first(after(probe(100, 0)), START.plusSeconds(900))).isZero();
    }

    @Test
    void whatACheckDoesNotSayAnotherSays() {
        HealthCheck silent =
                new HealthCheck(
                        List.of(), Duration.ZERO, Duration.ZERO, 0, Duration.ZERO, Duration.ZERO);
        HealthCheck image =
                new HealthCheck(
                        HealthCheck.shell("true"),
                        Duration.ofSeconds(7),
                        Duration.ZERO,
                        9,
                        Duration.ZERO,
                        Duration.ZERO);
        assertThat(silent.or(image)).isEqualTo(image);
        assertThat(image.or(silent)).isEqualTo(image);
        assertThat(HealthCheck.of("false").or(image)).isEqualTo(HealthCheck.of("false"));
        assertThat(image.or(HealthCheck.STANDARD).timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(silent.or(HealthCheck.STANDARD).tests()).isFalse();
    }
}
