package dev.hako.door.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is written in C and in Java is the same.
class RecordAbiTest {
    private static final Path INCLUDE = Path.of("../../launcher/include");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);

    private static String header(String name) throws IOException {
        return COMMENT.matcher(Files.readString(INCLUDE.resolve(name))).replaceAll("");
    }

    /// The names of an enumeration, without `RECORD_` and the last, which counts them.
    private static List<String> enumerators(String name) throws IOException {
        String body =
                Pattern.compile("enum " + name + " \\{(.*?)}", Pattern.DOTALL)
                        .matcher(header("record.h"))
                        .results()
                        .map(match -> match.group(1))
                        .findFirst()
                        .orElseThrow();
        List<String> names =
                Pattern.compile("RECORD_(\\w+)")
                        .matcher(body)
                        .results()
                        .map(match -> match.group(1))
                        .toList();
        return names.subList(0, names.size() - 1);
    }

    private static Stream<String> names(Enum<?>... constants) {
        return Arrays.stream(constants).map(Enum::name);
    }

    private static String defined(String name, String file) throws IOException {
        return Pattern.compile("#define " + name + " (\\S+)")
                .matcher(header(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void partsAndSectionsAreInTheSameOrder() throws IOException {
        assertThat(names(Part.values())).containsExactlyElementsOf(enumerators("record_part"));
        assertThat(names(Section.values()))
                .containsExactlyElementsOf(enumerators("record_section"));
    }

    @Test
    void flagsAreTheSameBits() throws IOException {
        for (Flag flag : Flag.values()) {
            int bit = Integer.parseInt(defined("RECORD_" + flag, "record.h").replace("u", ""));
            assertThat(Question.of(Question.CREATE).with(flag).flags())
                    .as("" + flag)
                    .isEqualTo(bit);
        }
    }

    @Test
    void theCommandIsOfTheLibrariesVersion() throws IOException {
        assertThat(defined("VERSION_SPEC", "version.h")).isEqualTo('"' + Spec.VERSION + '"');
        String pom = Files.readString(Path.of("../../pom.xml"));
        String version = defined("VERSION_HAKO", "version.h").replace("\"", "");
        assertThat(pom).contains("<version>" + version + "-SNAPSHOT</version>");
    }
}
