package dev.hako.isolation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.failure.Failure;
import dev.hako.isolation.Task;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// What only some isolations can do, and some hosts let them do.
final class Ability {
    private Ability() {}

    /// The task as one that has the ability; a test of another one is skipped.
    static <T extends Task> T of(Task task, Class<T> ability) {
        Assumptions.assumeTrue(
                ability.isInstance(task), "this isolation is not " + ability.getSimpleName());
        return ability.cast(task);
    }

    /// Uses it. A host that lacks what it takes must say so, with a remedy.
    static void use(Runnable work) {
        try {
            work.run();
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.UNSUPPORTED) {
                throw e;
            }
            assertThat(e.hint()).isPresent();
            Assumptions.abort("this host cannot: " + e.getMessage());
        }
    }

    /// What the host counts; a test of what it does not count is skipped.
    static <T> T counted(Optional<T> value) {
        Assumptions.assumeTrue(value.isPresent(), "this host does not count it");
        return value.orElseThrow();
    }
}
