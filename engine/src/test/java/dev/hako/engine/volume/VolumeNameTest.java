package dev.hako.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"data", "a1", "My_data-1.2", "0a..b"})
    void takesDockersNames(String name) {
        assertThat(VolumeName.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                ".",
                "..",
                ".a",
                "-a",
                "_a",
                "a/b",
                "../a",
                "a/../../b",
                "/a",
                "a b",
                "a\n",
                "a\u0000b",
                "ä1",
                "a:b"
            })
    void refusesWhatIsNoSingleNameWithTheRemedy(String name) {
        assertThatThrownBy(() -> VolumeName.check(name))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("invalid volume name")
                .hasMessageContaining("absolute path");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 100_000})
    void refusesWhatIsTooLong(int length) {
        assertThat(VolumeName.isName("a".repeat(length))).isFalse();
    }
}
