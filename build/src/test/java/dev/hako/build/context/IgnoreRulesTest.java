package dev.hako.build.context;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {
    private static boolean ignored(String rules, String path) {
        return IgnoreRules.parse(".dockerignore", rules.getBytes(UTF_8))
                .isIgnored(path.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "*/temp*, a/temporary, true",
        "*/temp*, temporary, false",
        "*/*/temp*, a/b/temp, true",
        "*/*/temp*, a/temp, false",
        "temp?, tempa, true",
        "temp?, temp, false",
        "temp?, temp/, false",
        "**/*.go, a.go, true",
        "**/*.go, a/b/c.go, true",
        "**/*.go, a/b/c.gone, false",
        "**, anything/at/all, true",
        "a/**/z, a/z, true",
        "a/**/z, a/b/c/z, true",
        "a/**/z, a/bz, false",
        "a/**, a/b, true",
        "a**z, a/b/z, true",
        "dir, dir/below/it, true",
        "dir, directory, false",
        "/dir/, dir/x, true",
        "./a/../b, b, true",
        "b/*, a/b/c, false",
        "[a-c]x, bx, true",
        "[^a-c]x, bx, false",
        "[^a-c]x, /x, false",
        "[]-]x, ]x, true",
        "\\*, *, true",
        "\\*, a, false",
        "ü?, üö, true",
        "., a, false",
        "/, a, false",
    })
    void fitsAsTheReferenceSays(String rule, String path, boolean fits) {
        assertThat(ignored(rule, path)).isEqualTo(fits);
    }

    @Test
    void letsTheLastRuleDecide() {
        String rules = "# all but one\n*.md\n  !README*.md  \nREADME-secret.md\n";
        assertThat(ignored(rules, "a.md")).isTrue();
        assertThat(ignored(rules, "README-a.md")).isFalse();
        assertThat(ignored(rules, "README-secret.md")).isTrue();
        assertThat(ignored("*.md\nREADME-secret.md\n!README*.md", "README-secret.md")).isFalse();
    }

    @Test
    void bringsFilesBackFromADirectoryThatIsLeftOut() {
        assertThat(ignored("dir\n!dir/kept", "dir/kept/below")).isFalse();
        assertThat(ignored("dir\n!dir/kept", "dir/other")).isTrue();
        assertThat(IgnoreRules.parse("x", "dir\n!dir/kept".getBytes(UTF_8)).hasExceptions())
                .isTrue();
        assertThat(IgnoreRules.parse("x", "dir".getBytes(UTF_8)).hasExceptions()).isFalse();
    }

    @Test
    void takesNamesThatAreNoText() {
        IgnoreRules rules = IgnoreRules.parse("x", "a?c\nd*".getBytes(UTF_8));
        assertThat(rules.isIgnored(new byte[] {'a', (byte) 0xff, 'c'})).isTrue();
        assertThat(rules.isIgnored(new byte[] {'d', (byte) 0xe2, (byte) 0x82})).isTrue();
        assertThat(rules.isIgnored(new byte[] {(byte) 0xff})).isFalse();
    }

    @Test
    void saysWhichLineIsNoPattern() {
        assertThatThrownBy(() -> ignored("fine\n\nx[a", "x"))
                .hasMessage("cannot read \".dockerignore\": line 3: its [ has no ]");
        assertThatThrownBy(() -> ignored("x\\", "x"))
                .hasMessage("cannot read \".dockerignore\": line 1: nothing follows its \\");
    }

    @Test
    void isQuickWhateverThePattern() {
        String rule = "**/*a".repeat(200) + "b";
        String path = "a/".repeat(2000);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(ignored(rule, path)).isFalse());
    }
}
