package dev.hako.build.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Expected permissions are those that GNU chmod with umask 0 gives.
class ModeChangeTest {
    @ParameterizedTest
    @CsvSource({
        "0755, 600, false, 755",
        "4711, 600, false, 4711",
        "u+x, 644, false, 744",
        "+x, 644, false, 755",
        "'u=rw,go-w', 777, false, 655",
        "'u=rwX,go=rX', 600, false, 644",
        "'u=rwX,go=rX', 700, false, 755",
        "a=rX, 600, true, 555",
        "g=u, 640, false, 660",
        "o=, 777, false, 770",
        "u+s, 755, false, 4755",
        "ug=rx, 6755, false, 555",
        "ug=rx, 6755, true, 6555",
        "'+t,g+s', 755, true, 3755",
        "u-w+x, 600, false, 500"
    })
    void changesPermissionsAsChmodDoes(String text, String old, boolean directory, String then) {
        int changed = ModeChange.parse(text).applied(Integer.parseInt(old, 8), directory);
        assertThat(Integer.toOctalString(changed)).isEqualTo(then);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "u+y", "rw", "09", "12345", "u+x,", "u=gw", "$MODE"})
    void refusesWhatChmodDoes(String text) {
        assertThatThrownBy(() -> ModeChange.parse(text))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("says no permissions");
    }
}
