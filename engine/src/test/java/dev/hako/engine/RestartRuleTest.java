package dev.hako.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.engine.config.RestartPolicy;
import dev.hako.engine.config.RestartPolicy.Mode;
import dev.hako.engine.store.RestartMemory;
import dev.hako.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestartRuleTest {
    private static final Duration AT_ONCE = Duration.ofMillis(5);
    private static final RestartMemory STOPPED = RestartMemory.NONE.atRest();

    private static RestartRule rule(Mode mode) {
        return new RestartRule(new RestartPolicy(mode, 0));
    }

    private static boolean restarts(Mode mode, int exitCode, RestartMemory memory) {
        return rule(mode).afterEnd(exitCode, AT_ONCE, memory).isPresent();
    }

    @Test
    void startsAgainAsThePolicySays() {
        assertThat(restarts(Mode.NO, 1, RestartMemory.NONE)).isFalse();
        assertThat(restarts(Mode.ON_FAILURE, 0, RestartMemory.NONE)).isFalse();
        assertThat(restarts(Mode.ON_FAILURE, 1, RestartMemory.NONE)).isTrue();
        assertThat(restarts(Mode.ALWAYS, 0, RestartMemory.NONE)).isTrue();
        assertThat(restarts(Mode.UNLESS_STOPPED, 0, RestartMemory.NONE)).isTrue();
    }

    @Test
    void startsNothingAgainThatAUserHasStopped() {
        for (Mode mode : Mode.values()) {
            assertThat(restarts(mode, 137, STOPPED)).as(mode.toString()).isFalse();
        }
    }

    @Test
    void givesUpAfterAsManyRetriesAsItMayTake() {
        RestartRule twice = new RestartRule(new RestartPolicy(Mode.ON_FAILURE, 2));
        RestartMemory first = twice.afterEnd(1, AT_ONCE, RestartMemory.NONE).orElseThrow();
        RestartMemory second = twice.afterEnd(1, AT_ONCE, first).orElseThrow();
        assertThat(second.count()).isEqualTo(2);
        assertThat(twice.afterEnd(1, AT_ONCE, second)).isEmpty();
    }

    @Test
    void doublesThePauseUpToAMinute() {
        List<Long> pauses = new ArrayList<>();
        RestartMemory memory = RestartMemory.NONE;
        for (int i = 0; i < 12; i++) {
            memory = rule(Mode.ALWAYS).afterEnd(1, AT_ONCE, memory).orElseThrow();
            pauses.add(memory.pause().toMillis());
        }
        assertThat(pauses).startsWith(100L, 200L, 400L, 800L).endsWith(51_200L, 60_000L, 60_000L);
    }

    @Test
    void beginsAnewAfterARunOfTenSeconds() {
        RestartMemory late = new RestartMemory(7, Duration.ofSeconds(30), false);
        assertThat(rule(Mode.ALWAYS).afterEnd(1, Duration.ofSeconds(10), late))
                .contains(new RestartMemory(8, Duration.ofMillis(100), false));
    }

    @Test
    void afterABootOfTheMachineStartsWhatIsMeantToBeThere() {
        assertThat(Stream.of(Mode.values()).filter(mode -> rule(mode).afterBoot(STOPPED)))
                .containsExactly(Mode.ALWAYS);
        assertThat(
                        Stream.of(Mode.values())
                                .filter(mode -> rule(mode).afterBoot(RestartMemory.NONE)))
                .containsExactly(Mode.ALWAYS, Mode.UNLESS_STOPPED);
    }

    @Test
    void onlyAPolicyForFailuresCountsThem() {
        assertThatThrownBy(() -> new RestartPolicy(Mode.ALWAYS, 3)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> new RestartPolicy(Mode.ON_FAILURE, -1))
                .isInstanceOf(Failure.class);
    }
}
