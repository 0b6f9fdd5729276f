package dev.hako.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdleRuleTest {
    @ParameterizedTest
    @CsvSource({"5,PT5M", "0.05,PT3S", "0,PT0S", "'',PT10M"})
    void readsMinutes(String minutes, Duration limit) {
        assertThat(IdleRule.limit(minutes)).isEqualTo(limit);
    }

    @Test
    void isTenMinutesWhenNothingIsSaid() {
        assertThat(IdleRule.limit(null)).isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "1e3", "999999"})
    void refusesWhatIsNoNumberOfMinutes(String minutes) {
        assertThatThrownBy(() -> IdleRule.limit(minutes)).isInstanceOf(Failure.class);
    }
}
