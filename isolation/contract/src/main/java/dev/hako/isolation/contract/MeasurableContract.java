package dev.hako.isolation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.isolation.Measurable;
import dev.hako.isolation.Usage;
import dev.hako.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A task tells what it uses.
abstract class MeasurableContract extends ContractStage {
    private static final Duration SOON = Duration.ofSeconds(10);

    private Measurable ready(String... words) throws IOException {
        var running = stage().subject(words).start();
        running.client().awaitOutput("ready");
        return Ability.of(running.task(), Measurable.class);
    }

    @Test
    void countsProcessorTime() throws IOException {
        Measurable task = ready("spin");
        Duration before = Ability.counted(task.processorTime());

        Await.until(
                "more processor time",
                SOON,
                () -> task.processorTime().orElseThrow().compareTo(before) > 0);
        assertThat(task.usage().processorTime().orElseThrow()).isGreaterThan(before);
    }

    @Test
    void countsMemory() throws IOException {
        long bytes = 32 << 20;
        Usage usage = ready("hold", String.valueOf(bytes)).usage();

        assertThat(Ability.counted(usage.memory()).usedBytes()).isBetween(bytes, 2 * bytes);
    }

    @Test
    void countsProcessesAndThreads() throws IOException {
        Usage usage = ready("sleep").usage();
        var tasks = usage.tasks();
        if (isolation().hasRootsOnDisks()) {
            // What the host sees of a guest's processes are its kernel's.
            assertThat(tasks).isEmpty();
            return;
        }
        assertThat(Ability.counted(tasks.isPresent() ? Optional.of(tasks) : Optional.empty()))
                .hasValue(1);
    }

    @Test
    void hasHadNoTrafficAtFirst() throws IOException {
        assertThat(ready("sleep").usage().network()).isEqualTo(Usage.Traffic.NONE);
    }

    @Test
    void isAnsweredAfterItsEnd() throws Exception {
        Measurable task = ready("sleep");
        task.kill(9);
        LifecycleContract.end(task);

        assertThat(task.usage().network()).isEqualTo(Usage.Traffic.NONE);
    }
}
