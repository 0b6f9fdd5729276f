package dev.hako.isolation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import dev.hako.isolation.Adjustable;
import dev.hako.oci.runtime.CpuResources;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.MemoryResources;
import dev.hako.oci.runtime.Resources;
import dev.hako.oci.runtime.Spec;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A running task is given other limits: all that are asked for, or none.
abstract class AdjustableContract extends ContractStage {
    private Draft draft;
    private Adjustable task;

    @BeforeEach
    void start() throws IOException {
        draft = stage().subject("sleep");
        task = Ability.of(draft.startDetached(), Adjustable.class);
    }

    private String possibleForks() throws IOException {
        var exec = stage().subject("forks", "30").exec(task, draft);
        assertThat(exec.client().awaitExit()).isZero();
        return exec.client().output().strip();
    }

    private static Resources pids(long most) {
        return Resources.NONE.with(r -> r.pids(new Resources.Pids(most)));
    }

    private static Resources memory(long limit, long withSwap) {
        return Resources.NONE.with(r ->
                r.memory(
                        new MemoryResources(
                                limit, null, withSwap, null, null, null, false, false, false)));
    }

    private static Resources processors(String list) {
        return Resources.NONE.with(
                r -> r.cpu(new CpuResources(null, null, null, null, null, null, list, null, null)));
    }

    private static Linux bound(Spec spec) {
        return Objects.requireNonNull(spec.linux()).with(linux -> linux.resources(processors("0")));
    }

    @Test
    void holdsToTheNewLimit() throws IOException {
        Ability.use(() -> task.adjust(pids(10)));

        assertThat(Integer.parseInt(possibleForks())).isLessThan(10);
    }

    @Test
    void maybeFreedOfALimit() throws IOException {
        Ability.use(() -> task.adjust(pids(10)));
        task.adjust(pids(-1));

        assertThat(possibleForks()).isEqualTo("30");
    }

    @ParameterizedTest
    @ValueSource(longs = {16, 64, 256})
    void movesMemoryAndSwapInEitherDirection(long megabytes) {
        long bytes = megabytes << 20;
        Ability.use(() -> task.adjust(memory(64 << 20, 64 << 20)));

        task.adjust(memory(bytes, bytes));
        task.adjust(memory(128 << 20, 512 << 20));
        task.adjust(memory(bytes, 2 * bytes));
    }

    @Test
    void bindsItToProcessorsThatItWasNotBoundToBefore() throws IOException {
        Ability.use(() -> task.adjust(processors("0")));
        draft.spec(spec -> spec.with(s -> s.linux(bound(spec))));
        var exec = stage().subject("show", "/proc/self/status").exec(task, draft);
        assertThat(exec.client().awaitExit()).isZero();

        assertThat(exec.client().output()).contains("Cpus_allowed_list:\t0\n");
    }

    @Test
    void leavesEveryLimitAsItWasIfOneIsRefused() throws IOException {
        Ability.use(() -> task.adjust(pids(-1)));
        Resources withOneThatIsNot = pids(10).with(r -> r.cpu(processors("4000").cpu()));

        assertThatThrownBy(() -> task.adjust(withOneThatIsNot)).isInstanceOf(Failure.class);
        assertThat(possibleForks()).isEqualTo("30");
    }
}
