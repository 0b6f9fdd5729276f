package dev.hako.architecture;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private static final Pattern TEST_NAME =
            Pattern.compile("`(\\w+(?:Test|IT|Contract))\\.(\\w+)`");
    private static final Pattern TEST_METHOD =
            Pattern.compile("(?:void|Stream<DynamicTest>) (\\w+)\\(");
    private static final Pattern PROMISES =
            Pattern.compile("(?m)^\\| promise \\|.*\\R\\|---.*\\R((?:\\|.*\\R)+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)\\)");

    @Test
    void everyPromiseIsHeldByATestThatExists() throws IOException {
        Set<String> tests =
                Sources.all("src/test/java", ".java").stream()
                        .flatMap(DocumentsTest::testsIn)
                        .collect(toSet());
        for (String promise : promises()) {
            List<String> holders = matches(TEST_NAME, promise, DocumentsTest::testName);
            assertThat(holders).as(promise).isNotEmpty();
            assertThat(tests).as(promise).containsAll(holders);
        }
    }

    @Test
    void promisesAreMadeOnce() throws IOException {
        List<String> words =
                promises().stream()
                        .map(promise -> promise.substring(0, promise.lastIndexOf(" | ")))
                        .toList();
        assertThat(words).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    @Test
    void linksBetweenDocumentsLeadSomewhere() throws IOException {
        for (String document : List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")) {
            for (String target : matches(LINK, read(document), match -> match.group(1))) {
                assertThat(Sources.ROOT.resolve(target)).as("link in " + document).exists();
            }
        }
    }

    /// The rows of all tables of promises.
    private static List<String> promises() throws IOException {
        return matches(PROMISES, read("SPECIFICATION.md"), match -> match.group(1)).stream()
                .flatMap(String::lines)
                .toList();
    }

    private static Stream<String> testsIn(Path file) {
        String type = file.getFileName().toString().replace(".java", ".");
        return TEST_METHOD
                .matcher(Sources.text(file))
                .results()
                .map(match -> type + match.group(1));
    }

    private static String testName(MatchResult match) {
        return match.group(1) + "." + match.group(2);
    }

    private static <T> List<T> matches(
            Pattern pattern, String text, Function<MatchResult, T> part) {
        return pattern.matcher(text).results().map(part).toList();
    }

    private static String read(String document) throws IOException {
        return Files.readString(Sources.ROOT.resolve(document));
    }
}
