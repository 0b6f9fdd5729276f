package dev.hako.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.isolation.ExitStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerStateTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ExitStatus EXIT = ExitStatus.exited(3, NOW);

    private static final ContainerState CREATED = new ContainerState.Created();
    private static final ContainerState STARTING = new ContainerState.Starting();
    private static final ContainerState RUNNING = new ContainerState.Running(42, NOW);
    private static final ContainerState EXITED =
            new ContainerState.Exited(EXIT, Optional.of(NOW), Optional.empty());
    private static final ContainerState RESTARTING =
            new ContainerState.Restarting((ContainerState.Exited) EXITED, 2);
    private static final ContainerState REMOVING = new ContainerState.Removing();

    private static final ContainerEvent START = new ContainerEvent.StartRequested();
    private static final ContainerEvent STARTED = new ContainerEvent.Started(42, NOW);
    private static final ContainerEvent FAILED = new ContainerEvent.StartFailed(EXIT, "why");
    private static final ContainerEvent ENDED = new ContainerEvent.Ended(EXIT, Optional.empty());
    private static final ContainerEvent PLANNED = new ContainerEvent.RestartPlanned(2);
    private static final ContainerEvent CANCELLED = new ContainerEvent.RestartCancelled();
    private static final ContainerEvent REMOVE = new ContainerEvent.RemoveRequested();

    @Test
    void livesFromCreationOverRunsToRemoval() {
        assertThat(CREATED.next(START)).isEqualTo(STARTING);
        assertThat(STARTING.next(STARTED)).isEqualTo(RUNNING);
        assertThat(RUNNING.next(ENDED)).isEqualTo(EXITED);
        assertThat(EXITED.next(START)).isEqualTo(STARTING);
        assertThat(EXITED.next(REMOVE)).isEqualTo(REMOVING);
        assertThat(CREATED.next(REMOVE)).isEqualTo(REMOVING);
    }

    @Test
    void neverStartsAfterItsEnd() {
        ContainerState late = new ContainerState.Running(42, NOW.plusNanos(1));
        assertThat(late.next(ENDED)).isEqualTo(EXITED);
    }

    @Test
    void isStartedAgainAfterAPauseUnlessThatIsCancelled() {
        assertThat(EXITED.next(PLANNED)).isEqualTo(RESTARTING);
        assertThat(RESTARTING.next(START)).isEqualTo(STARTING);
        assertThat(RESTARTING.next(CANCELLED)).isEqualTo(EXITED);
        assertThat(RESTARTING.live()).isTrue();
    }

    @Test
    void keepsTheReasonOfAFailedStart() {
        assertThat(STARTING.next(FAILED))
                .isEqualTo(new ContainerState.Exited(EXIT, Optional.empty(), Optional.of("why")));
    }

    @Test
    void anEndDuringTheStartHasNoStartTime() {
        assertThat(STARTING.next(ENDED))
                .isEqualTo(new ContainerState.Exited(EXIT, Optional.empty(), Optional.empty()));
    }

    @Test
    void refusesEveryOtherEventAsAConflictThatNamesTheState() {
        refuses(CREATED, List.of(STARTED, FAILED, ENDED, PLANNED, CANCELLED));
        refuses(STARTING, List.of(START, REMOVE, PLANNED, CANCELLED));
        refuses(RUNNING, List.of(START, STARTED, FAILED, REMOVE, PLANNED, CANCELLED));
        refuses(EXITED, List.of(STARTED, FAILED, ENDED, CANCELLED));
        refuses(RESTARTING, List.of(STARTED, FAILED, ENDED, PLANNED, REMOVE));
        refuses(REMOVING, List.of(START, STARTED, FAILED, ENDED, REMOVE));
    }

    private static void refuses(ContainerState state, List<ContainerEvent> events) {
        for (ContainerEvent event : events) {
            assertThatThrownBy(() -> state.next(event))
                    .as("%s, %s", state, event)
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT))
                    .hasMessage("it is " + state.word());
        }
    }

    @Test
    void onlyStartingAndRunningContainersMayHaveAProcess() {
        assertThat(STARTING.live()).isTrue();
        assertThat(RUNNING.live()).isTrue();
        assertThat(List.of(CREATED, EXITED, REMOVING)).noneMatch(ContainerState::live);
    }

    @Test
    void isPausedAndGoesOnWithTheSameStart() {
        ContainerState paused = RUNNING.next(new ContainerEvent.Paused());
        assertThat(paused).isEqualTo(new ContainerState.Paused(42, NOW));
        assertThat(paused.live()).isTrue();
        assertThat(paused.word()).isEqualTo("paused");
        assertThat(paused.next(new ContainerEvent.Unpaused())).isEqualTo(RUNNING);
        assertThat(paused.next(new ContainerEvent.Ended(EXIT, Optional.empty()))).isEqualTo(EXITED);
    }

    @Test
    void pausesOnlyWhatRuns() {
        for (ContainerState state : List.of(CREATED, STARTING, EXITED, REMOVING)) {
            assertThatThrownBy(() -> state.next(new ContainerEvent.Paused()))
                    .hasMessage("it is " + state.word());
        }
        assertThatThrownBy(() -> RUNNING.next(new ContainerEvent.Unpaused()))
                .hasMessage("it is running");
    }
}
