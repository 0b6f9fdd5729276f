package dev.hako.isolation.monitor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import dev.hako.oci.runtime.Mount;
import dev.hako.plan.RootFilesystem;
import dev.hako.plan.RootFilesystem.Bind;
import dev.hako.plan.RootFilesystem.Overlay;
import dev.hako.plan.RootFilesystem.Upper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two layers and what is written over them, as folders.
class LayeredRootTest {
    @TempDir Path folder;

    private Path base;
    private Path top;
    private Path upper;

    @BeforeEach
    void makeLayers() throws IOException {
        base = Files.createDirectories(folder.resolve("layers/base"));
        top = Files.createDirectories(folder.resolve("layers/top"));
        upper = Files.createDirectories(folder.resolve("upper"));
    }

    private LayeredRoot root(Mount... mounts) {
        var overlay =
                new Overlay(
                        "/",
                        List.of("top", base.toString()),
                        folder.resolve("layers").toString(),
                        Optional.of(new Upper(upper.toString(), "work", false)),
                        false);
        return new LayeredRoot(new RootFilesystem(List.of(overlay), List.of()), List.of(mounts));
    }

    private static void write(Path layer, String name, String text) throws IOException {
        Path file = layer.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Optional<String> text(RootView root, String path) {
        return root.find(path).map(LayeredRootTest::read);
    }

    private static String read(Fd file) {
        try (file;
                Fd readable = Open.openat(Fd.CWD, file.procPath(), Open.O_RDONLY)) {
            return new String(readable.readAll(100), StandardCharsets.UTF_8);
        }
    }

    @Test
    void findsWhatTheTopmostLayerHas() throws IOException {
        write(base, "bin/tool", "base");
        write(top, "bin/tool", "top");
        write(base, "bin/other", "base");
        write(upper, "etc/new", "upper");

        assertThat(text(root(), "/bin/tool")).contains("top");
        assertThat(text(root(), "/bin/other")).contains("base");
        assertThat(text(root(), "/etc/new")).contains("upper");
        assertThat(root().find("/bin/none")).isEmpty();
    }

    @Test
    void followsALinkFromOneLayerIntoAnother() throws IOException {
        write(top, "usr/bin/tool", "top");
        Files.createSymbolicLink(base.resolve("bin"), Path.of("usr/bin"));
        Files.createSymbolicLink(base.resolve("tool"), Path.of("/bin/tool"));

        assertThat(text(root(), "/bin/tool")).contains("top");
        assertThat(text(root(), "/tool")).contains("top");
        assertThat(root().link("/tool")).contains("/bin/tool");
        assertThat(root().link("/usr/bin/tool")).isEmpty();
    }

    @Test
    void keepsLinksInside() throws IOException {
        write(folder, "secret", "of the host");
        Files.createSymbolicLink(base.resolve("out"), Path.of("../../secret"));
        Files.createSymbolicLink(base.resolve("absolute"), folder.resolve("secret"));
        Files.createSymbolicLink(base.resolve("loop"), Path.of("loop"));

        assertThat(root().find("/out")).isEmpty();
        assertThat(root().find("/absolute")).isEmpty();
        assertThat(root().find("/../../secret")).isEmpty();
        assertThat(root().find("/loop")).isEmpty();
    }

    @Test
    void seesVolumesOverLayers() throws IOException {
        write(base, "data/tool", "base");
        Path volume = Files.createDirectories(folder.resolve("volume"));
        write(volume, "tool", "volume");
        RootView root = root(Mount.of("/data", "bind", volume.toString(), "rbind", "noexec"));

        assertThat(text(root, "/data/tool")).contains("volume");
        assertThat(root.isNoexec("/data/tool")).isTrue();
        assertThat(root.isNoexec("/database")).isFalse();
    }

    @Test
    void knowsNothingOfWhatIsNoDirectoryOfTheHost() throws IOException {
        write(base, "tmp/tool", "base");

        assertThat(root(Mount.of("/tmp", "tmpfs", "tmpfs", "noexec")).find("/tmp/tool")).isEmpty();
    }

    @Test
    void seesADirectoryOfTheHostAsARoot() throws IOException {
        write(base, "bin/tool", "base");
        var root =
                new LayeredRoot(
                        new RootFilesystem(
                                List.of(new Bind(base.toString(), "/", true)), List.of()),
                        List.of());

        assertThat(text(root, "/bin/tool")).contains("base");
    }
}
