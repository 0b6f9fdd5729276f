package dev.hako.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static final int MOST_LINES = 400;

    /// Tables may be longer: they are looked up, not read.
    private static final Set<String> TABLES = Set.of();

    @Test
    void everyPackageSaysWhatItIsForAndHasNoNulls() {
        var silent =
                Sources.all("src/main/java", ".java").stream()
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !isDescribed(folder.resolve("package-info.java")));
        assertThat(silent).isEmpty();
    }

    @Test
    void noFileIsTooLongToRead() {
        var tooLong =
                Stream.of(".java", ".c", ".h")
                        .flatMap(ending -> Sources.all("src", ending).stream())
                        .filter(file -> !TABLES.contains(file.getFileName().toString()))
                        .filter(file -> Sources.text(file).lines().count() > MOST_LINES);
        assertThat(tooLong).isEmpty();
    }

    private static boolean isDescribed(Path packageInfo) {
        return Files.exists(packageInfo)
                && Sources.text(packageInfo).startsWith("/// ")
                && Sources.text(packageInfo).contains("@NullMarked");
    }
}
