package dev.hako.build.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {
    private static final Map<String, String> VALUES =
            Map.of(
                    "a",
                    "one",
                    "empty",
                    "",
                    "path",
                    "foo.bar.baz",
                    "b_2",
                    "two",
                    "slashes",
                    "x/y/z");

    private static String word(String text) {
        return Expansion.ofWord(text, '\\', name -> Optional.ofNullable(VALUES.get(name)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$a | one",
                "x${a}y | xoney",
                "$a.$b_2 | one.two",
                "$none | ``",
                "${none:-w} | w",
                "${empty:-w} | w",
                "${empty-w} | ``",
                "${none-$a} | one",
                "${none:-${empty:-deep}} | deep",
                "${a:+set} | set",
                "${empty:+set} | ``",
                "${empty+set} | set",
                "${path#*.} | bar.baz",
                "${path##*.} | baz",
                "${path%.*} | foo.bar",
                "${path%%.*} | foo",
                "${path%nothing} | foo.bar.baz",
                "${path/ba?/X} | foo.X.baz",
                "${path//ba?/X} | foo.X.X",
                "${slashes//\\//-} | x-y-z",
                "${slashes/\\*/none} | x/y/z",
                "\\$a | $a",
                "'$a' | $a",
                "`\"$a\"` | one",
                "`\"\\$a \\\" \\n\"` | `$a \" \\n`",
                "a\\ b | a b",
                "$ | $",
                "$. | $.",
                "$1x | ``",
                "end\\ | end\\",
            })
    void putsValuesIn(String text, String expected) {
        assertThat(word(text)).isEqualTo(expected);
    }

    @Test
    void keepsQuotesOfDocuments() {
        String text = "'$a' \"${a}\" \\$a \\n\n";
        assertThat(Expansion.ofDocument(text, '\\', name -> Optional.ofNullable(VALUES.get(name))))
                .isEqualTo("'one' \"one\" $a \\n\n");
    }

    @Test
    void takesTheEscapeOfTheFile() {
        assertThat(Expansion.ofWord("C:\\d`$a", '`', _ -> Optional.of("no"))).isEqualTo("C:\\d$a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "${a | a ${ names no variable, or has no }",
                "${} | a ${ names no variable, or has no }",
                "${a:-b | a ${ has no }",
                "${a!b} | ${a…} has an operation that is not known",
                "${none:?give it} | the variable \"none\" is not set: give it",
                "${empty:?} | the variable \"empty\" is not set",
                "it's | a ' has no other",
                "say \"hi | a \" has no other",
            })
    void saysWhatCannotBePutIn(String text, String message) {
        assertThatThrownBy(() -> word(text)).hasMessage(message);
    }

    @Test
    void refusesWhatGrowsBeyondAnArgument() {
        String large = "x".repeat(70_000);
        assertThatThrownBy(() -> Expansion.ofWord("$a$a", '\\', _ -> Optional.of(large)))
                .hasMessageContaining("longer than 128 KiB");
    }

    @Test
    void refusesVariablesThatAreTooDeep() {
        String deep = "${x:-".repeat(60) + "}".repeat(60);
        assertThatThrownBy(() -> word(deep)).hasMessageContaining("more than 50 deep");
    }

    @Test
    void refusesPatternsThatTakeTooLong() {
        assertThatThrownBy(() -> word("${path//" + "*a".repeat(40) + "/x}"))
                .hasMessageContaining("a pattern is longer than 64 characters");
    }
}
