package dev.hako.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameRegistryTest {
    private static final String FIRST = "a".repeat(64);
    private static final String SECOND = "b".repeat(64);

    @TempDir Path directory;

    @Test
    void refusesANameWhoseHolderLivesAndNamesTheHolder() {
        NameRegistry names = new NameRegistry(directory);
        names.take("web", FIRST, id -> true);

        assertThatThrownBy(() -> names.take("web", SECOND, id -> true))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("the name \"web\" is in use by container aaaaaaaaaaaa")
                .hasMessageContaining("hako rm web");
    }

    @Test
    void takesOverANameWhoseHolderIsGone() {
        NameRegistry names = new NameRegistry(directory);
        names.take("web", FIRST, id -> true);

        names.take("web", SECOND, id -> false);

        assertThat(names.holder("web")).contains(SECOND);
    }

    @Test
    void givesBackOnlyItsOwnName() {
        NameRegistry names = new NameRegistry(directory);
        names.take("web", FIRST, id -> true);

        names.release("web", SECOND);
        assertThat(names.holder("web")).contains(FIRST);

        names.release("web", FIRST);
        assertThat(names.holder("web")).isEmpty();
    }

    @Test
    void givesBackTheNamesThatHaveNoHolder() {
        NameRegistry names = new NameRegistry(directory);
        names.take("web", FIRST, id -> true);
        names.take("db", SECOND, id -> true);

        names.sweep((_, id) -> id.equals(FIRST));

        assertThat(names.holder("web")).contains(FIRST);
        assertThat(names.holder("db")).isEmpty();
    }
}
