package dev.hako.compare.equality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static Captured said(String text) throws IOException {
        return Captured.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Behaviour run(String name, int status, String output, String... files)
            throws IOException {
        TreeMap<String, String> written = new TreeMap<>();
        for (String file : files) {
            written.put("A " + file, "file");
        }
        return new Behaviour(
                name,
                name.split(" ", 2)[0],
                Optional.of(status),
                "",
                said(output),
                said(""),
                written,
                Optional.empty());
    }

    @Test
    void whatDoesTheSameEverywhereIsEqual() throws IOException {
        Verdict verdict =
                Verdict.of(List.of(run("one", 3, "x\n", "/f"), run("two", 3, "x\n", "/f")));
        assertThat(verdict.isEqual()).isTrue();
        assertThat(verdict.text()).endsWith("equal: exit code, output, errors, files written\n");
    }

    @Test
    void saysWhereRunsDiffer() throws IOException {
        Verdict verdict =
                Verdict.of(List.of(run("one", 0, "a\nb\n", "/f"), run("two", 1, "a\nc\n", "/g")));
        assertThat(verdict.isEqual()).isFalse();
        assertThat(verdict.text())
                .contains("different exit code: 0 in one, 1 in two\n")
                .contains("different output: line 2: \"b\" in one, \"c\" in two\n")
                .contains("\"A /f\" only in one, \"A /g\" only in two")
                .endsWith("equal: errors\n");
    }

    @Test
    void tellsChanceFromTheIsolation() throws IOException {
        Verdict verdict =
                Verdict.of(
                        List.of(
                                run("one", 0, "12:00\n"),
                                run("one again", 0, "12:01\n"),
                                run("two", 5, "12:02\n")));
        assertThat(verdict.differences())
                .extracting(Difference::aspect, Difference::byChance)
                .containsExactly(
                        tuple(Difference.Aspect.OUTPUT, true),
                        tuple(Difference.Aspect.EXIT_CODE, false),
                        tuple(Difference.Aspect.OUTPUT, true));
    }

    @Test
    void whereItCannotRunItDoesNotDoTheSame() throws IOException {
        Behaviour none = Behaviour.none("two", "two", "no kernel");
        Verdict verdict = Verdict.of(List.of(run("one", 0, ""), none));
        assertThat(verdict.isEqual()).isFalse();
        assertThat(verdict.text()).contains("0 in one, not run (no kernel) in two");
        assertThat(Verdict.of(List.of(none)).isKnown()).isFalse();
    }

    @Test
    void nothingThatAProgramSaysControlsATerminal() throws IOException {
        Verdict verdict =
                Verdict.of(List.of(run("one", 0, "\u001b[2J\u009b1m\n"), run("two", 0, "\n")));
        assertThat(verdict.text()).doesNotContainPattern("[\\p{Cc}&&[^\n]]");
    }
}
