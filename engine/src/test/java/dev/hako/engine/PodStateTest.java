package dev.hako.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.isolation.ExitStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodStateTest {
    private static final ContainerState CREATED = new ContainerState.Created();
    private static final ContainerState RUNNING = new ContainerState.Running(1, Instant.EPOCH);
    private static final ContainerState PAUSED = new ContainerState.Paused(1, Instant.EPOCH);
    private static final ContainerState ENDED =
            new ContainerState.Exited(
                    ExitStatus.exited(0, Instant.EPOCH), Optional.empty(), Optional.empty());

    @Test
    void isWhatItsContainersMakeOfIt() {
        assertThat(PodState.of(List.of())).isEqualTo(PodState.CREATED);
        assertThat(PodState.of(List.of(CREATED, CREATED))).isEqualTo(PodState.CREATED);
        assertThat(PodState.of(List.of(RUNNING, RUNNING))).isEqualTo(PodState.RUNNING);
        assertThat(PodState.of(List.of(RUNNING, ENDED))).isEqualTo(PodState.DEGRADED);
        assertThat(PodState.of(List.of(RUNNING, CREATED))).isEqualTo(PodState.DEGRADED);
        assertThat(PodState.of(List.of(RUNNING, PAUSED))).isEqualTo(PodState.DEGRADED);
        assertThat(PodState.of(List.of(PAUSED, ENDED))).isEqualTo(PodState.PAUSED);
        assertThat(PodState.of(List.of(CREATED, ENDED))).isEqualTo(PodState.EXITED);
    }
}
