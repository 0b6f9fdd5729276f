package dev.hako.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DistributionIT {
    private static final Path DIST = Path.of(System.getProperty("hako.dist"));
    private static final Path LIB = DIST.resolve("lib/hako");

    /// What only an engine with `--cri` has on its class path.
    private static final Path CRI = LIB.resolve("cri");

    private static final Path COMPARE = LIB.resolve("compare");

    @Test
    void holdsNoFoldersButThoseOfCriAndOfComparing() throws IOException {
        assertThat(list(LIB).stream().filter(Files::isDirectory))
                .containsExactlyInAnyOrder(CRI, COMPARE);
        assertThat(list(CRI)).isNotEmpty().allMatch(Files::isRegularFile);
        assertThat(list(COMPARE)).isNotEmpty().allMatch(Files::isRegularFile);
    }

    @Test
    void hasABuildIdOf128Bits() {
        assertThat(LIB.resolve("build-id")).content().matches("[0-9a-f]{32}\n");
    }

    @Test
    void namesAJavaThatIsThere() throws IOException {
        Path home = Path.of(Files.readString(LIB.resolve("java-home")).strip());
        assertThat(home.resolve("bin/java")).isExecutable();
    }

    @Test
    void theLauncherNeedsNoLibrary() throws IOException {
        byte[] program = Files.readAllBytes(DIST.resolve("bin/hako"));
        assertThat(program).startsWith(0x7f, 'E', 'L', 'F').hasSizeLessThan(1 << 16);
        assertThat(new String(program, ISO_8859_1)).doesNotContain("ld-linux");
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
