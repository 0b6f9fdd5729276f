package dev.hako.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandFormTest {
    private static final Option<Boolean> DETACH = Option.flag("-d, --detach", "Leave it running");
    private static final Option<Boolean> TERMINAL = Option.flag("-t, --tty", "Give a terminal");
    private static final Option<String> NAME = Option.text("--name", "NAME", "What to call it");
    private static final Option<String> ENV =
            Option.text("-e, --env", "NAME=VALUE", "Set a variable");
    private static final Option<Integer> COUNT =
            Option.of("-n, --count", "NUMBER", CommandFormTest::number, "How many");

    private static int number(String text) {
        if (!text.matches("\\d+")) {
            throw Failure.invalid("not a number");
        }
        return Integer.parseInt(text);
    }

    private static CommandForm form(Order order, Count count) {
        return new CommandForm(
                "try",
                "IMAGE [COMMAND]",
                "Try something",
                OptionSet.of(DETACH, TERMINAL, NAME, ENV, COUNT),
                order,
                count,
                List.of(new Example("Try it", "hako try -d image")));
    }

    private static ParsedLine parse(String... words) {
        return form(Order.INTERSPERSED, Count.atLeast(0)).parse(List.of(words));
    }

    @Test
    void takesALongOptionsValueWithAndWithoutEquals() {
        assertThat(parse("--name", "a").value(NAME)).contains("a");
        assertThat(parse("--name=a=b").value(NAME)).contains("a=b");
        assertThat(parse("--name=").value(NAME)).contains("");
        assertThat(parse("--name", "--detach").value(NAME)).contains("--detach");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-n5", "-n=5", "-dn5", "-dtn=5"})
    void takesALettersValueFromTheSameWord(String word) {
        assertThat(parse(word).value(COUNT)).contains(5);
    }

    @Test
    void takesALettersValueFromTheNextWord() {
        assertThat(parse("-dn", "5").value(COUNT)).contains(5);
    }

    @Test
    void readsSeveralLettersInOneWord() {
        ParsedLine line = parse("-dt", "image");
        assertThat(line.flag(DETACH)).isTrue();
        assertThat(line.flag(TERMINAL)).isTrue();
        assertThat(line.arguments()).containsExactly("image");
    }

    @ParameterizedTest
    @CsvSource({
        "--detach,true",
        "--detach=true,true",
        "--detach=1,true",
        "--detach=false,false",
        "-d=0,false"
    })
    void readsAFlag(String word, boolean expected) {
        assertThat(parse(word).flag(DETACH)).isEqualTo(expected);
    }

    @Test
    void aFlagTakesNoValueFromTheNextWord() {
        assertThat(parse("--detach", "false").arguments()).containsExactly("false");
    }

    @Test
    void theLastWordCounts() {
        ParsedLine line = parse("-d", "--name", "a", "--name", "b", "--detach=false");
        assertThat(line.value(NAME)).contains("b");
        assertThat(line.flag(DETACH)).isFalse();
        assertThat(line.has(DETACH)).isTrue();
    }

    @Test
    void keepsAllValuesInTheirOrder() {
        ParsedLine line = parse("-eA=1", "--name", "x", "--env", "B=2");
        assertThat(line.values(ENV)).containsExactly("A=1", "B=2");
        assertThat(line.<String>valuesOf(List.of(ENV, NAME))).containsExactly("A=1", "x", "B=2");
    }

    @Test
    void optionsMayFollowArguments() {
        ParsedLine line = parse("image", "-d", "-", "rest");
        assertThat(line.flag(DETACH)).isTrue();
        assertThat(line.arguments()).containsExactly("image", "-", "rest");
    }

    @Test
    void optionsAfterTheFirstArgumentBelongToTheProgramIfTheFormSaysSo() {
        ParsedLine line =
                form(Order.OPTIONS_FIRST, Count.atLeast(1))
                        .parse(List.of("-d", "image", "ls", "-t", "--", "x"));
        assertThat(line.flag(TERMINAL)).isFalse();
        assertThat(line.arguments()).containsExactly("image", "ls", "-t", "--", "x");
    }

    @Test
    void twoDashesEndTheOptions() {
        assertThat(parse("--", "-d", "--name").arguments()).containsExactly("-d", "--name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nmae x | unknown option --nmae; hint: did you mean --name?",
                "--nam | unknown option --nam; hint: did you mean --name?",
                "--zzz | unknown option --zzz",
                "-x | unknown option -x",
                "-dx | unknown option -x in \"-dx\"",
                "--name | option --name needs a value: NAME",
                "-n | option -n, --count needs a value: NUMBER"
            })
    void refusesWhatItDoesNotUnderstand(String words, String message) {
        assertThatThrownBy(() -> parse(words.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void namesTheOptionOfAWrongValue() {
        assertThatThrownBy(() -> parse("-n", "many").value(COUNT))
                .isInstanceOf(UsageException.class)
                .hasMessage("invalid argument \"many\" for -n, --count: not a number");
        assertThatThrownBy(() -> parse("--detach=maybe").flag(DETACH))
                .hasMessage("invalid argument \"maybe\" for -d, --detach: neither true nor false");
    }

    @Test
    void neverEchoesWhatATerminalWouldObey() {
        assertThatThrownBy(() -> parse("--\u001b[2J")).hasMessage("unknown option --\\x1b[2J");
    }

    @Test
    void countsArguments() {
        assertThatThrownBy(() -> form(Order.INTERSPERSED, Count.ONE).parse(List.of()))
                .hasMessage("\"hako try\" takes exactly 1 argument");
        assertThatThrownBy(() -> form(Order.INTERSPERSED, Count.atLeast(2)).parse(List.of("a")))
                .hasMessage("\"hako try\" takes at least 2 arguments");
        assertThatThrownBy(() -> form(Order.INTERSPERSED, Count.NONE).parse(List.of("a")))
                .hasMessage("\"hako try\" takes no arguments");
    }

    @Test
    void whoeverAsksForHelpNeedsNoArguments() {
        CommandForm form = form(Order.INTERSPERSED, Count.ONE);
        assertThat(form.asksForHelp(form.parse(List.of("--help")))).isTrue();
    }

    @Test
    void helpShowsUsageOptionsAndExamples() {
        assertThat(HelpText.of(form(Order.INTERSPERSED, Count.ONE)))
                .isEqualTo(
                        """
                        Usage:  hako try [OPTIONS] IMAGE [COMMAND]

                        Try something

                        Options:
                          -n, --count NUMBER     How many
                          -d, --detach           Leave it running
                          -e, --env NAME=VALUE   Set a variable
                              --help             Show this help
                              --name NAME        What to call it
                          -t, --tty              Give a terminal

                        Examples:
                          # Try it
                          hako try -d image
                        """);
    }

    @Test
    void refusesTwoOptionsOfOneName() {
        assertThatThrownBy(() -> OptionSet.of(NAME, Option.flag("--name", "Twice")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
