package dev.hako.app.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.UsageException;
import dev.hako.engine.config.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthFlagsTest {
    private static Optional<HealthCheck> read(String... words) {
        CommandForm form =
                new CommandForm(
                        "try",
                        "",
                        "Try",
                        OptionSet.of(List.of(HealthFlags.ALL), List.of()),
                        CommandForm.Order.INTERSPERSED,
                        CommandForm.Count.NONE,
                        List.of());
        return HealthFlags.read(form.parse(List.of(words)));
    }

    @Test
    void leavesWhatIsNotGivenToTheImage() {
        assertThat(read()).isEmpty();
        assertThat(read("--health-cmd", "true")).contains(check(HealthCheck.shell("true"), 0));
        assertThat(read("--health-interval", "1s")).contains(check(List.of(), 1));
    }

    private static HealthCheck check(List<String> test, int intervalSeconds) {
        return new HealthCheck(
                test,
                Duration.ofSeconds(intervalSeconds),
                Duration.ZERO,
                0,
                Duration.ZERO,
                Duration.ZERO);
    }

    @Test
    void mayTestNothing() {
        assertThat(read("--no-healthcheck")).contains(HealthCheck.none());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--health-interval=10us",
                "--health-timeout=-1s",
                "--health-retries=-1",
                "--no-healthcheck"
            })
    void refusesWhatDockerRefuses(String option) {
        assertThatThrownBy(() -> read("--health-cmd", "true", option))
                .isInstanceOf(UsageException.class);
    }
}
