package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.RootFilesystem.Bind;
import dev.hako.plan.RootFilesystem.Overlay;
import dev.hako.plan.RootFilesystem.Upper;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Layers of root's files in containers with users of their own.
@NeedsRoot
@NeedsProgram("busybox")
class LayerIdMapsIT extends ContainerRuns {
    private static final long FIRST = 524_288;

    @BeforeEach
    void makeLayers() throws IOException {
        for (String name : List.of("proc", "dev", "sys")) {
            Files.createDirectories(rootfs.resolve(name));
        }
        for (String name : List.of("own/upper", "own/work", "layers/top")) {
            Files.createDirectories(temp.resolve(name));
        }
        Files.move(rootfs, temp.resolve("layers/rootfs"));
        Path file = Files.writeString(temp.resolve("layers/top/users"), "from a layer\n");
        Files.setAttribute(file, "unix:uid", 1000);
    }

    private Overlay overlay(List<String> lower) {
        return new Overlay(
                "/",
                lower,
                temp.resolve("layers").toString(),
                Optional.of(
                        new Upper(
                                temp.resolve("own/upper").toString(),
                                temp.resolve("own/work").toString(),
                                true)),
                false);
    }

    private ContainerLaunch launch(String script, RootFilesystem.RootMount root, boolean append) {
        List<IdMapping> range = List.of(new IdMapping(0, FIRST, 65_536));
        Spec spec =
                withNamespaces(
                        Launches.linux(
                                spec("sh", "-c", script),
                                linux -> linux.with(l -> l.uidMappings(range).gidMappings(range))),
                        own -> {
                            own.add(Namespace.fresh(Namespace.Type.USER));
                            return own;
                        });
        KernelFeatures kernel = new KernelFeatures(true, true, true, append, true);
        RootFilesystem files = new RootFilesystem(List.of(root), List.of(), true);
        return launch(spec, PIPES, host(layout(), kernel), files);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsFilesToTheirOwners(boolean append) throws IOException {
        String script =
                "stat -c '%u %n' /users /bin; echo new >>/users; mkdir /made; touch /made/file;"
                        + " chown 33:44 /made; rm /bin/true; stat -c %u:%g /made /users; cat /users;"
                        + " tr -s ' ' </proc/self/uid_map";
        assertThat(outputOf(launch(script, overlay(List.of("top", "rootfs")), append)))
                .map(String::strip)
                .containsExactly(
                        "1000 /users",
                        "0 /bin",
                        "33:44",
                        "1000:0",
                        "from a layer",
                        "new",
                        "0 " + FIRST + " 65536");
        Path upper = temp.resolve("own/upper");
        assertThat(owner("unix:uid", upper.resolve("users"))).isEqualTo(1000);
        assertThat(owner("unix:uid", upper.resolve("made"))).isEqualTo(33);
        assertThat(owner("unix:gid", upper.resolve("made"))).isEqualTo(44);
        assertThat(owner("unix:uid", upper.resolve("made/file"))).isZero();
        assertThat(owner("unix:rdev", upper.resolve("bin/true"))).isZero();
        assertThat(temp.resolve("layers/top/users")).hasContent("from a layer\n");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain("" + temp);
    }

    private static int owner(String attribute, Path file) throws IOException {
        return ((Number) Files.getAttribute(file, attribute)).intValue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mountsAsManyLayersAsAnImageMayHave(boolean append) throws IOException {
        List<String> lower = new ArrayList<>();
        for (int i = 0; i < 126; i++) {
            String name = "layer%03d/tree".formatted(i);
            Files.createDirectories(temp.resolve("layers").resolve(name));
            Files.writeString(temp.resolve("layers").resolve(name + "/file-" + i), "");
            lower.add(name);
        }
        lower.add("rootfs");
        assertThat(outputOf(launch("stat -c %u /file-* | sort | uniq -c", overlay(lower), append)))
                .map(String::strip)
                .containsExactly("126 0");
    }

    @Test
    void showsOneDirectoryToItsOwners() throws IOException {
        assertThat(outputOf(launch("stat -c %u /bin", overlay(List.of("rootfs")), true)))
                .containsExactly("0");
        Bind bind = new Bind(temp.resolve("layers/rootfs").toString(), "/", false);
        assertThat(outputOf(launch("stat -c %u /bin; touch /made", bind, true)))
                .containsExactly("0");
        assertThat(owner("unix:uid", temp.resolve("layers/rootfs/made"))).isZero();
    }
}
