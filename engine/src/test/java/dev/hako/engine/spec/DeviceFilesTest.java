package dev.hako.engine.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceFilesTest {
    @TempDir Path directory;

    private Path file(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    @Test
    void areListedInOrder() throws IOException {
        Path second = file("b/c");
        Path first = file("a");
        assertThat(DeviceFiles.below(directory, _ -> true)).containsExactly(first, second);
    }

    @Test
    void doNotIncludeThoseOfUnwantedDirectories() throws IOException {
        file("unwanted/a");
        assertThat(DeviceFiles.below(directory, path -> !path.endsWith("unwanted"))).isEmpty();
    }

    @Test
    void areNoneWhereNothingIs() {
        assertThat(DeviceFiles.below(directory.resolve("missing"), _ -> true)).isEmpty();
    }
}
