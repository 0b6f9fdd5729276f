package dev.hako.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int MOST_LINES = 400;

    /// Tables may be longer: they are looked up, not read.
    private static final List<String> TABLES = List.of();

    @Test
    void everyPackageSaysWhatItIsForAndHasNoNulls() throws IOException {
        var silent =
                sources("src/main/java", ".java")
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !isDescribed(folder.resolve("package-info.java")));
        assertThat(silent).isEmpty();
    }

    @Test
    void noFileIsTooLongToRead() throws IOException {
        var files = Stream.of(sources("src", ".java"), sources("src", ".c"), sources("src", ".h"));
        var tooLong =
                files.flatMap(each -> each)
                        .filter(file -> !TABLES.contains(file.getFileName().toString()))
                        .filter(file -> lines(file).size() > MOST_LINES);
        assertThat(tooLong).isEmpty();
    }

    private static boolean isDescribed(Path packageInfo) {
        return Files.exists(packageInfo)
                && lines(packageInfo).getFirst().startsWith("/// ")
                && lines(packageInfo).contains("@NullMarked");
    }

    private static Stream<Path> sources(String folder, String ending) throws IOException {
        Predicate<Path> isWanted =
                file ->
                        file.toString().contains("/" + folder + "/")
                                && file.toString().endsWith(ending);
        try (var files = Files.walk(ROOT)) {
            return files
                    .filter(isWanted)
                    .filter(file -> !ROOT.relativize(file).toString().contains("target/"))
                    .toList()
                    .stream();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
