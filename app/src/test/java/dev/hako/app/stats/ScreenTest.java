package dev.hako.app.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScreenTest {
    @Test
    void overwritesLineByLine() {
        assertThat(new Screen(24).replace("one\ntwo\n"))
                .isEqualTo("\u001b[Hone\u001b[K\ntwo\u001b[K\n\u001b[J");
    }

    @Test
    void neverScrolls() {
        assertThat(new Screen(3).replace("one\ntwo\nthree\nfour\n"))
                .contains("two")
                .doesNotContain("three");
        assertThat(new Screen(0).replace("one\ntwo\nthree\nfour\n")).contains("four");
    }
}
