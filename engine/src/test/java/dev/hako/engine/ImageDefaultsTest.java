package dev.hako.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.HealthCheck;
import dev.hako.image.Image;
import dev.hako.oci.image.Execution;
import dev.hako.oci.image.Healthcheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImageDefaultsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// What becomes of a check that is asked for, with an image that has another.
    private static Optional<HealthCheck> health(
            Optional<HealthCheck> asked, @Nullable Healthcheck own) {
        Execution execution =
                new Execution(
                        null, List.of(), List.of(), List.of(), List.of(), List.of(), null, Map.of(),
                        null, own, List.of(), List.of());
        Image image = new Image("box", List.of(), Image.Defaults.of(execution));
        return ImageDefaults.in(ContainerConfig.of("box").health(asked).build(), image).health();
    }

    private static Healthcheck own(List<String> test) {
        return new Healthcheck(test, MINUTE, null, null, null, 9);
    }

    private static Optional<HealthCheck> every(Duration interval, String line) {
        return Optional.of(
                new HealthCheck(
                        HealthCheck.shell(line),
                        interval,
                        Duration.ZERO,
                        0,
                        Duration.ZERO,
                        Duration.ZERO));
    }

    @Test
    void timesThatAreAskedForAreThoseOfTheImagesTest() {
        Duration asked = Duration.ofSeconds(7);
        HealthCheck check = health(every(asked, ""), own(List.of("CMD", "true"))).orElseThrow();
        assertThat(check.test()).containsExactly("CMD", "true");
        assertThat(check.interval()).isEqualTo(asked);
        assertThat(check.retries()).isEqualTo(9);
        assertThat(check.timeout()).isEqualTo(HealthCheck.STANDARD.timeout());
    }

    @Test
    void anImageMayHaveTimesForATestThatIsAskedFor() {
        HealthCheck check = health(every(Duration.ZERO, "false"), own(List.of())).orElseThrow();
        assertThat(check.test()).isEqualTo(HealthCheck.shell("false"));
        assertThat(check.interval()).isEqualTo(MINUTE);
        assertThat(check.retries()).isEqualTo(9);
    }

    @Test
    void timesWithoutATestTestNothing() {
        assertThat(health(every(MINUTE, ""), null)).isEmpty();
        assertThat(health(Optional.empty(), own(List.of()))).isEmpty();
        assertThat(health(every(MINUTE, ""), own(List.of("NONE")))).isEmpty();
    }

    @Test
    void whoAsksForNoTestHasNone() {
        Optional<HealthCheck> none = Optional.of(HealthCheck.none());
        assertThat(health(none, own(List.of("CMD", "true")))).isEmpty();
    }
}
