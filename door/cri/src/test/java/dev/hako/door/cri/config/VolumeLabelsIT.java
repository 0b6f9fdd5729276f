package dev.hako.door.cri.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.Mount;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Xattrs;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Linux keeps the labels of files for root even where SELinux is off.
@NeedsRoot
class VolumeLabelsIT {
    private static final VolumeLabels LABELS = new VolumeLabels(true);

    @TempDir Path place;
    private Path volume;
    private Path outside;

    @BeforeEach
    void makeVolume() throws IOException {
        volume = place.resolve("volume");
        Files.createDirectories(volume.resolve("deep/er"));
        Files.writeString(volume.resolve("deep/er/file"), "content");
        outside = Files.writeString(place.resolve("outside"), "content");
        Files.createSymbolicLink(volume.resolve("link"), outside);
        Files.createSymbolicLink(volume.resolve("tree"), place);
    }

    private static ContainerConfig asking(Path path, String level) {
        ContainerConfig.Builder config =
                ContainerConfig.newBuilder()
                        .addMounts(
                                Mount.newBuilder()
                                        .setHostPath(path.toString())
                                        .setContainerPath("/data")
                                        .setSelinuxRelabel(true));
        config.getLinuxBuilder()
                .getSecurityContextBuilder()
                .getSelinuxOptionsBuilder()
                .setLevel(level);
        return config.build();
    }

    private static String label(Path path) {
        return Xattrs.getAt(
                        Fd.CWD, NativePath.of(path.toString()), NativePath.of("security.selinux"))
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .orElse("none");
    }

    @Test
    void aVolumeIsLabelledWithAllThatIsInItAndNothingElse() {
        LABELS.apply(asking(volume, "s0:c7,c9"));
        String expected = "system_u:object_r:container_file_t:s0:c7,c9\0";
        assertThat(label(volume)).isEqualTo(expected);
        assertThat(label(volume.resolve("deep/er/file"))).isEqualTo(expected);
        assertThat(label(volume.resolve("link"))).isEqualTo(expected);
        assertThat(label(outside)).isEqualTo("none");
        assertThat(label(place)).isEqualTo("none");
    }

    @Test
    void withoutALevelItIsThatOfAll() {
        LABELS.apply(asking(volume, ""));
        assertThat(label(volume)).isEqualTo("system_u:object_r:container_file_t:s0\0");
    }

    @Test
    void aHostWithoutLabelsHasNoneAfterwards() {
        new VolumeLabels(false).apply(asking(volume, "s0"));
        assertThat(label(volume)).isEqualTo("none");
    }

    @Test
    void whatIsTheMachinesOwnIsRefused() throws IOException {
        Path disguised = Files.createSymbolicLink(place.resolve("disguised"), Path.of("/usr"));
        assertThatThrownBy(() -> LABELS.apply(asking(disguised, "s0")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("the machine's own");
    }
}
