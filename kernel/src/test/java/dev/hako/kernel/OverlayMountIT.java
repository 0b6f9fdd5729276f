package dev.hako.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsRoot
class OverlayMountIT {
    private static final int LAYERS = 127;

    @TempDir Path folder;
    private final List<String> lowers = new ArrayList<>();

    @BeforeEach
    void makeLayers() throws IOException {
        for (int i = 0; i < LAYERS; i++) {
            Path layer = Files.createDirectories(folder.resolve("a-layer-of-many/" + i));
            Files.writeString(layer.resolve("file-" + i), "");
            Files.writeString(layer.resolve("same"), "layer " + i);
            lowers.add(layer.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mountsManyLayersTheTopmostFirst(boolean canAppend) {
        try (DetachedMount mount = OverlayMount.readOnly(lowers, false).mount(canAppend)) {
            try (Fd top = Open.openat(mount.fd(), NativePath.of("."), Open.O_RDONLY)) {
                assertThat(Directory.list(top)).hasSize(LAYERS + 1);
            }
            try (Fd same = Open.beneath(mount.fd(), NativePath.of("same"), Open.O_RDONLY)) {
                assertThat(new String(same.readAll(100), StandardCharsets.UTF_8))
                        .isEqualTo("layer 0");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writesToItsUpperDirectory(boolean canAppend) throws IOException {
        Path upper = Files.createDirectory(folder.resolve("upper"));
        Path work = Files.createDirectory(folder.resolve("work"));
        OverlayMount overlay =
                new OverlayMount(
                        lowers,
                        List.of(
                                new OverlayMount.Directory("upperdir", upper.toString()),
                                new OverlayMount.Directory("workdir", work.toString()),
                                new OverlayMount.Flag("volatile")));
        try (DetachedMount mount = overlay.mount(canAppend)) {
            Names.mkdirat(mount.fd(), NativePath.of("made"), 0755);
        }
        assertThat(upper.resolve("made")).isDirectory();
    }

    @Test
    void leavesNoMountBehind() throws IOException {
        OverlayMount.readOnly(lowers, false).mount(false).close();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain(folder.toString());
    }
}
