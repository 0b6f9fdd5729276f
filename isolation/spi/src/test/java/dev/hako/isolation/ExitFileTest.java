package dev.hako.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitFileTest {
    @TempDir Path folder;

    @Test
    void readsStatusAndTime() throws IOException {
        assertThat(read("1792 1700000000123456789\n"))
                .contains(new ExitStatus(1792, Instant.parse("2023-11-14T22:13:20.123456789Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "          ", "1792", "1792 17000", "1792 x\n", "\n", "1 2 3\n"})
    void isNothingUnlessWhole(String text) throws IOException {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void isNothingWhereNoneIs() {
        assertThat(ExitFile.read(folder.resolve("absent"))).isEmpty();
    }

    private Optional<ExitStatus> read(String text) throws IOException {
        return ExitFile.read(Files.writeString(folder.resolve("exit"), text));
    }
}
