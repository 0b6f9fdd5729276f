package dev.hako.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Order;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static final Option<Boolean> DETACH = Option.flag("-d, --detach", "Leave it running");
    private static final Option<String> NAME = Option.text("--name", "NAME", "What to call it");
    private static final Option<String> ENV = Option.text("-e, --env", "NAME", "Set a variable");

    private static CommandForm form(Order order) {
        return new CommandForm(
                "try",
                "IMAGE [COMMAND] [ARG...]",
                "Try something",
                OptionSet.of(DETACH, NAME, ENV),
                order,
                Count.atLeast(1),
                List.of());
    }

    /// The last word of a line; a line that ends with a space has an empty one.
    private static Cursor at(String line) {
        return Cursor.of(form(Order.OPTIONS_FIRST), Arrays.asList(line.split(" ", -1)));
    }

    @Test
    void findsAnOptionsName() {
        assertThat(at("-")).isEqualTo(new Cursor.Name("-"));
        assertThat(at("-d --na")).isEqualTo(new Cursor.Name("--na"));
        assertThat(at("--unknown x")).isEqualTo(new Cursor.Argument(List.of(), "x"));
    }

    @Test
    void findsAnOptionsValue() {
        assertThat(at("--name ")).isEqualTo(new Cursor.Value(NAME, "", ""));
        assertThat(at("-d --name=a")).isEqualTo(new Cursor.Value(NAME, "--name=", "a"));
        assertThat(at("-eA")).isEqualTo(new Cursor.Value(ENV, "-e", "A"));
        assertThat(at("-e=A")).isEqualTo(new Cursor.Value(ENV, "-e=", "A"));
        assertThat(at("-de A")).isEqualTo(new Cursor.Value(ENV, "", "A"));
        assertThat(at("-deA B")).isEqualTo(new Cursor.Argument(List.of(), "B"));
    }

    @Test
    void aFlagHasNoValueInTheNextWord() {
        assertThat(at("--detach x")).isEqualTo(new Cursor.Argument(List.of(), "x"));
    }

    @Test
    void whatFollowsTheFirstArgumentBelongsToTheProgram() {
        assertThat(at("image -d --na"))
                .isEqualTo(new Cursor.Argument(List.of("image", "-d"), "--na"));
        assertThat(Cursor.of(form(Order.INTERSPERSED), List.of("image", "--na")))
                .isEqualTo(new Cursor.Name("--na"));
        assertThat(Cursor.of(form(Order.INTERSPERSED), List.of("--", "--na")))
                .isEqualTo(new Cursor.Argument(List.of(), "--na"));
    }

    @Test
    void knowsWhatEachArgumentIs() {
        CommandForm form = form(Order.OPTIONS_FIRST);
        assertThat(form.operand(0)).isEqualTo(Candidates.Known.IMAGES);
        assertThat(form.operand(1)).isEqualTo(Candidates.Known.PROGRAMS);
        assertThat(form.operand(9)).isEqualTo(Candidates.Known.FILES);
    }
}
