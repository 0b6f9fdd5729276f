package dev.hako.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void withoutWordsEverythingIsMeasuredThoroughly() {
        Options options = Options.parse(List.of());
        assertThat(options.quick()).isFalse();
        assertThat(options.only()).isEmpty();
    }

    @Test
    void wordsComeInAnyOrder() {
        Options options = Options.parse(List.of("--json", "f", "--only", "warm", "--quick"));
        assertThat(options.quick()).isTrue();
        assertThat(options.only()).contains("warm");
        assertThat(options.json()).contains(Path.of("f"));
    }

    @Test
    void refusesWhatItDoesNotKnowOrWhatLacksItsValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--fast")))
                .withMessage("unknown word \"--fast\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--only")))
                .withMessage("--only lacks its value");
    }
}
