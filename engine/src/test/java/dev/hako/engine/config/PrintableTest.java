package dev.hako.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @Test
    void leavesOrdinaryTextAlone() {
        assertThat(Printable.of("plain ünïcode 箱")).isEqualTo("plain ünïcode 箱");
    }

    @Test
    void showsWhatATerminalWouldObey() {
        assertThat(Printable.of("\u001b[31mred\u0007\u009b\u007f"))
                .isEqualTo("\\x1b[31mred\\x07\\x9b\\x7f");
        assertThat(Printable.of("a\u202egpj.exe")).isEqualTo("a\\u202egpj.exe");
    }

    @Test
    void cutsWhatIsTooLong() {
        assertThat(Printable.of("x".repeat(1000))).hasSize(513).endsWith("…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "a0", "A_b-c.d"})
    void takesDockersNames(String name) {
        ContainerName.check(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-a", "a b", "a/b", "..", "a\u001b[1m", "ä1"})
    void refusesOtherNamesWithTheForm(String name) {
        assertThatThrownBy(() -> ContainerName.check(name))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("invalid container name")
                .hasMessageContaining("use 2 to 128 of");
    }
}
