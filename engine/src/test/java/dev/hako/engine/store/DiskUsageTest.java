package dev.hako.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUsageTest {
    @TempDir Path directory;

    @Test
    void countsTheBytesOfFilesOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "12345");
        Files.createLink(directory.resolve("second"), file);
        Path below = Files.createDirectory(directory.resolve("below"));
        Files.writeString(below.resolve("other"), "678");
        Files.createSymbolicLink(below.resolve("up"), Path.of(".."));

        assertThat(DiskUsage.ofFiles(directory)).isEqualTo(5 + 3 + 2);
    }

    @Test
    void countsBlocksOfDirectoriesToo() throws IOException {
        Files.writeString(directory.resolve("file"), "x".repeat(10_000));

        assertThat(DiskUsage.ofTree(directory)).isGreaterThanOrEqualTo(10_000);
        assertThat(DiskUsage.ofTree(directory.resolve("none"))).isZero();
    }
}
