package dev.hako.isolation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.isolation.Freezable;
import dev.hako.isolation.Measurable;
import dev.hako.isolation.SandboxSpec;
import dev.hako.testing.Await;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// All processes of a task are held at once, and go on.
abstract class FreezableContract extends ContractStage {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final int MANY = 200;

    private Freezable spinning() throws IOException {
        var running = stage().subject("spin").start();
        running.client().awaitOutput("ready");
        return Ability.of(running.task(), Freezable.class);
    }

    private static Duration used(Freezable task) {
        return Ability.counted(Ability.of(task, Measurable.class).processorTime());
    }

    @Test
    void usesNoProcessorWhileItIsFrozen() throws IOException {
        Freezable task = spinning();
        Ability.use(task::freeze);
        Duration before = used(task);
        for (int i = 0; i < MANY; i++) {
            // A guest kernel's timers wake it once, for microseconds, and it is held again.
            assertThat(used(task).minus(before)).isLessThan(A_MOMENT);
        }
        assertThat(task.isFrozen()).isTrue();
    }

    @Test
    void goesOnWhenItIsThawed() throws IOException {
        Freezable task = spinning();
        Ability.use(task::freeze);
        Duration before = used(task);
        task.thaw();

        assertThat(task.isFrozen()).isFalse();
        Await.until("progress", SOON, () -> used(task).compareTo(before) > 0);
    }

    @Test
    void mayBeFrozenAndThawedTwice() throws IOException {
        Freezable task = spinning();
        Ability.use(task::freeze);
        task.freeze();
        task.thaw();
        task.thaw();

        assertThat(task.isFrozen()).isFalse();
    }

    @Test
    void isKnownToBeFrozenByAnotherEngine() throws IOException {
        Draft draft = stage().subject("sleep");
        Freezable task = Ability.of(draft.startDetached(), Freezable.class);
        Ability.use(task::freeze);
        try (var other = isolation().open(SandboxSpec.alone("another engine's"));
                var again = other.reconnect(draft.address()).orElseThrow()) {
            assertThat(Ability.of(again, Freezable.class).isFrozen()).isTrue();
            Ability.of(again, Freezable.class).thaw();
        }
        assertThat(task.isFrozen()).isFalse();
    }

    @Test
    void isNotFrozenAfterItsEnd() throws Exception {
        Freezable task = spinning();
        task.kill(9);
        LifecycleContract.end(task);

        assertThat(task.isFrozen()).isFalse();
    }
}
