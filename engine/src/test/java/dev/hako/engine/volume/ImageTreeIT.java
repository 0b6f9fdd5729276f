package dev.hako.engine.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.image.Image;
import dev.hako.kernel.Directory;
import dev.hako.kernel.Fd;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsRoot
class ImageTreeIT {
    @TempDir Path folder;

    /// Two directories over each other as the root, and a third at `/usr`.
    @BeforeEach
    void makeImage() throws IOException {
        Files.createDirectories(folder.resolve("upper/a/upper"));
        Files.createDirectories(folder.resolve("lower/a/lower"));
        Files.createDirectories(folder.resolve("lower/usr/hidden"));
        Files.createDirectories(folder.resolve("programs/bin/tool"));
        link("upper/bin", "usr/bin");
        link("upper/a/root", "/");
        link("upper/a/up", "../../../..");
        link("upper/a/loop", "loop");
        link("programs/back", "../a");
        Files.writeString(folder.resolve("upper/file"), "");
    }

    private void link(String path, String target) throws IOException {
        Files.createSymbolicLink(folder.resolve(path), Path.of(target));
    }

    private Image image() {
        String upper = folder.resolve("upper").toString();
        String lower = folder.resolve("lower").toString();
        String programs = folder.resolve("programs").toString();
        return new Image(
                "test",
                List.of(
                        new Image.Part("/", List.of(upper, lower), false),
                        new Image.Part("/usr", List.of(programs), true)),
                Image.Defaults.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "/a, loop lower root up upper",
        "/a/../a/., loop lower root up upper",
        "/../../a/root/a, loop lower root up upper",
        "/usr, back bin",
        "/bin, tool",
        "/a/root/bin, tool",
        "/a/up/usr/bin, tool",
        "/usr/back, loop lower root up upper"
    })
    void seesWhatAProgramInTheImageWouldSee(String path, String names) {
        try (Fd directory = ImageTree.directory(image(), path).orElseThrow()) {
            assertThat(
                            Directory.list(directory).stream()
                                    .map(each -> each.name().toString())
                                    .sorted())
                    .containsExactly(names.split(" ", -1));
        }
    }

    @ParameterizedTest
    @CsvSource({"/missing", "/file", "/file/below", "/a/loop", "/usr/hidden"})
    void findsNoDirectoryWhereThereIsNone(String path) {
        assertThat(ImageTree.directory(image(), path)).isEqualTo(Optional.empty());
    }
}
