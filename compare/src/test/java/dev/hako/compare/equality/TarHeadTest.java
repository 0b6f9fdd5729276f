package dev.hako.compare.equality;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.compare.host.Programs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarHeadTest {
    @TempDir Path folder;

    private String described(String name) throws IOException {
        Path archive = folder.resolve("archive.tar");
        Programs.run(
                List.of(
                        "tar",
                        "--format=pax",
                        "--owner=5",
                        "--group=6",
                        "--mode=640",
                        "-C",
                        folder.toString(),
                        "-cf",
                        archive.toString(),
                        name));
        try (InputStream in = Files.newInputStream(archive)) {
            return TarHead.describe(in);
        }
    }

    @Test
    void describesAFileByWhatIsInIt() throws IOException {
        Files.writeString(folder.resolve("file"), "abc");
        assertThat(described("file"))
                .isEqualTo(
                        "file, mode 640, owner 5:6, 3 bytes, sha256:"
                                + "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void describesALinkByWhereItLeads() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("../away"));
        assertThat(described("link")).isEqualTo("link to ../away");
    }

    @Test
    void readsNothingOfAFolderButItself() throws IOException {
        Files.createDirectories(folder.resolve("folder/below"));
        assertThat(described("folder")).isEqualTo("folder, mode 640, owner 5:6");
    }

    @Test
    void readsAFileWhoseNameNeedsAHeaderOfItsOwn() throws IOException {
        String name = "n".repeat(200);
        Files.writeString(folder.resolve(name), "abc");
        assertThat(described(name)).startsWith("file, mode 640, owner 5:6, 3 bytes");
    }

    @Test
    void refusesWhatIsNoArchive() {
        for (byte[] bytes : List.of(new byte[0], new byte[1024], "z".repeat(600).getBytes(UTF_8))) {
            assertThatThrownBy(() -> TarHead.describe(new ByteArrayInputStream(bytes)))
                    .isInstanceOf(IOException.class);
        }
    }
}
