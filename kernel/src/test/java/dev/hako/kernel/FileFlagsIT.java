package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFlagsIT {
    @TempDir Path folder;

    @Test
    @NeedsProgram("lsattr")
    void whatIsMadeInADirectoryIsSpreadIfItsFileSystemTakesThat() throws IOException {
        boolean taken = spread(folder);
        assertThat(flags(folder).contains("T")).isEqualTo(taken);
        assertThat(spread(folder)).isEqualTo(taken);
    }

    @Test
    void aFileSystemWithoutFlagsIsLeftAsItIs() {
        assertThat(spread(Path.of("/proc"))).isFalse();
    }

    private static boolean spread(Path directory) {
        try (Fd opened = Open.open(directory.toString(), Open.O_RDONLY | Open.O_DIRECTORY)) {
            return FileFlags.spread(opened);
        }
    }

    private static String flags(Path directory) throws IOException {
        Process lsattr =
                new ProcessBuilder("lsattr", "-d", directory.toString())
                        .redirectErrorStream(true)
                        .start();
        String line = new String(lsattr.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return line.substring(0, line.indexOf(' '));
    }
}
