package dev.hako.engine.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.Device;
import dev.hako.kernel.Fd;
import dev.hako.kernel.FileType;
import dev.hako.kernel.Names;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Xattrs;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a layer's marks say of files that nobody has mounted.
@NeedsRoot
class RootFilesIT {
    @TempDir Path folder;
    private Path upper;

    @BeforeEach
    void makeLayers() throws IOException {
        upper = Files.createDirectory(folder.resolve("upper"));
        Files.createDirectories(folder.resolve("lower/etc"));
        Files.writeString(folder.resolve("lower/etc/passwd"), "lower");
    }

    private String passwd() {
        return new RootFiles(List.of(upper, folder.resolve("lower")))
                .read("etc/passwd")
                .map(bytes -> new String(bytes, UTF_8))
                .orElse("none");
    }

    private void whiteout(String path) {
        NativePath name = NativePath.of(upper.resolve(path).toString());
        Names.mknodat(Fd.CWD, name, FileType.CHARACTER_DEVICE, 0, Device.NONE);
    }

    @Test
    void looksBelowALayerThatSaysNothing() throws IOException {
        assertThat(passwd()).isEqualTo("lower");
        Files.createDirectory(upper.resolve("etc"));
        assertThat(passwd()).isEqualTo("lower");
    }

    @Test
    void findsNoDeletedFile() throws IOException {
        Files.createDirectory(upper.resolve("etc"));
        whiteout("etc/passwd");
        assertThat(passwd()).isEqualTo("none");
    }

    @Test
    void findsNothingInADeletedOrHiddenDirectory() throws IOException {
        whiteout("etc");
        assertThat(passwd()).isEqualTo("none");
        Files.delete(upper.resolve("etc"));
        Files.createDirectory(upper.resolve("etc"));
        NativePath etc = NativePath.of(upper.resolve("etc").toString());
        Xattrs.setAt(Fd.CWD, etc, NativePath.of("trusted.overlay.opaque"), new byte[] {'y'});
        assertThat(passwd()).isEqualTo("none");
    }
}
