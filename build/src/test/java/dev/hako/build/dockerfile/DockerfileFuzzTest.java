package dev.hako.build.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.build.graph.BuildGraph;
import dev.hako.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a file says, it is read, or refused in words.
class DockerfileFuzzTest {
    private static final List<String> PIECES =
            List.of(
                    "FROM ",
                    "AS ",
                    "a",
                    "RUN ",
                    "COPY ",
                    "ADD ",
                    "ENV ",
                    "ARG ",
                    "LABEL ",
                    "ONBUILD ",
                    "HEALTHCHECK ",
                    "CMD ",
                    "SHELL ",
                    "EXPOSE ",
                    "--mount=",
                    "--from=",
                    "type=cache",
                    ",target=/x",
                    "size=9",
                    "--",
                    "=",
                    "<<E",
                    "<<-'E'",
                    "E\n",
                    "\n",
                    "\n",
                    "\n",
                    "\\\n",
                    "\\",
                    "`",
                    "# escape=`\n",
                    "# ",
                    "[",
                    "]",
                    "\"",
                    "'",
                    "\"a\"",
                    ", ",
                    "$",
                    "${",
                    "}",
                    ":-",
                    "##",
                    "%",
                    "/",
                    "*",
                    "?",
                    " ",
                    "\t",
                    "\u00fc",
                    "\u2028",
                    "0",
                    "NONE",
                    "\\u00");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void readsAFileOrRefusesIt(long seed) {
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "FROM a\n" : "");
            for (int piece = random.nextInt(30); piece > 0; piece--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            read += isRead(text.toString()) ? 1 : 0;
        }
        assertThat(read).isBetween(100, 19_900);
    }

    private static boolean isRead(String text) {
        try {
            Dockerfile file = Dockerfile.parse("Dockerfile", text.getBytes(UTF_8));
            Scope global = Scope.global(file, new BuildValues(Map.of(), Map.of()));
            BuildGraph.of(file, Optional.empty(), global, Set.of());
            for (Stage stage : file.stages()) {
                Scope scope = global.stage(Map.of());
                stage.steps().forEach(scope::apply);
            }
            return true;
        } catch (Failure e) {
            assertThat(e.kind()).isIn(Failure.Kind.INVALID, Failure.Kind.UNSUPPORTED);
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN x\n",
                "\\\n",
                "FROM a\n",
                "RUN <<E\nE\n",
                "${a:-",
                "ENV a=1 ",
                "COPY a b\\\n#\n",
                "[\"",
                "'"
            })
    void isQuickWhateverIsRepeated(String piece) {
        String text = "FROM a\nENV x=" + piece.repeat((1 << 20) / piece.length());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> isRead(text));
    }

    @Test
    void takesAFileOfManyInstructions() {
        assertThat(isRead("FROM a\n" + "ENV a=b\n".repeat(100_000))).isTrue();
    }
}
