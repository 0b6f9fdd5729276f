package dev.hako.image.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.DetachedMount;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.OverlayMount;
import dev.hako.kernel.Xattrs;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Overlayfs is the judge of what layers are over each other.
@NeedsRoot
@NeedsProgram({"sh", "mknod"})
class MergedTreeIT {
    private static final String LAYERS =
            """
            set -e
            mkdir -p low/dir/sub low/gone/deep low/hidden/in low/link-target low/kept
            echo 1 > low/dir/sub/file; echo 1 > low/file; echo 1 > low/hidden/in/file
            echo 1 > low/gone/deep/file; ln -s link-target low/link; echo 1 > low/becomes-dir
            mkdir -p low/becomes-file/x; ln low/file low/second; mkfifo low/fifo
            mknod low/null c 1 3; chown 3:4 low/kept; chmod 1770 low/kept; chmod 4755 low/file
            truncate -s 10M low/sparse

            mkdir -p mid/dir/sub mid/hidden mid/link mid/becomes-dir
            mknod mid/gone c 0 0; mknod mid/dir/sub/file c 0 0; echo 2 > mid/becomes-file
            echo 2 > mid/hidden/new
            echo 2 > mid/link/inside; echo 2 > mid/becomes-dir/inside; chmod 700 mid/dir

            mkdir -p top/gone top/dir; echo 3 > top/gone/again; mknod top/becomes-dir c 0 0
            echo 3 > top/second; chown 5:6 top/dir top; chmod 751 top; touch -d @1000 top/dir top
            """;

    @TempDir Path folder;

    @Test
    void isWhatOverlayfsWouldShow() throws Exception {
        Process made =
                new ProcessBuilder("sh", "-c", LAYERS)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(made.getInputStream().readAllBytes(), UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        attribute("low/kept", "user.note", "lower");
        attribute("mid/hidden", "trusted.overlay.opaque", "y");
        List<String> layers =
                List.of("top", "mid", "low").stream()
                        .map(name -> folder.resolve(name).toString())
                        .toList();
        Path merged = Files.createDirectory(folder.resolve("merged"));
        MergedTree.copy(layers, merged, TreeMarks.of(false));

        try (DetachedMount overlay = OverlayMount.readOnly(layers, false).mount();
                Fd copy = Open.open(merged.toString(), Open.O_PATH | Open.O_DIRECTORY)) {
            assertThat(archive(copy)).isEqualTo(archive(overlay.fd()));
        }
        assertThat(merged.resolve("hidden")).isDirectoryContaining("glob:**/new");
        assertThat(merged.resolve("becomes-dir")).doesNotExist();
    }

    private void attribute(String file, String name, String value) {
        try (Fd opened = Open.open(folder.resolve(file).toString(), Open.O_RDONLY)) {
            Xattrs.set(opened, NativePath.of(name), value.getBytes(UTF_8), 0);
        }
    }

    private static byte[] archive(Fd tree) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarWriter writer = new TarWriter(bytes)) {
            TreeReader.to(writer).read(tree, NativePath.of("."));
        }
        return bytes.toByteArray();
    }
}
