package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.IdMapping;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Root;
import dev.hako.oci.runtime.Spec;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Roots and mounts that are really made.
@NeedsRoot
@NeedsProgram("busybox")
class MountsIT extends ContainerRuns {
    @Test
    void masksAndProtectsKernelFiles() throws IOException {
        List<String> output =
                outputOf(
                        script(
                                "wc -c </proc/keys; ls /sys/firmware | wc -l;"
                                        + " touch /proc/sysrq-trigger 2>/dev/null || echo refused;"
                                        + " (echo 1 >/proc/sys/kernel/panic) 2>/dev/null || echo refused"));
        assertThat(output).containsExactly("0", "0", "refused", "refused");
    }

    @Test
    void assemblesARootOfLayers() throws IOException {
        for (String name : List.of("upper", "work", "lower")) {
            Files.createDirectories(temp.resolve(name));
        }
        Files.writeString(temp.resolve("lower/added"), "from a layer\n");
        var overlay =
                new RootFilesystem.Overlay(
                        "/",
                        List.of("lower", "rootfs"),
                        temp.toString(),
                        Optional.of(
                                new RootFilesystem.Upper(
                                        temp.resolve("upper").toString(),
                                        temp.resolve("work").toString(),
                                        true)),
                        false);
        RootFilesystem root =
                new RootFilesystem(
                        List.of(overlay), List.of(new RootFilesystem.Link("/var/run", "/run")));
        Spec spec = script("cat /added; echo new >/written; readlink /var/run");
        ContainerLaunch launch = launch(spec, PIPES);
        try (LauncherRun run = run(Launches.withRoot(launch, root))) {
            assertThat(run.failure()).isEmpty();
            assertThat(run.output()).containsExactly("from a layer", "/run");
        }
        assertThat(temp.resolve("upper/written")).hasContent("new\n");
        assertThat(rootfs.resolve("written")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mountsAsManyLayersAsAnImageMayHave(boolean lowerAppend) throws IOException {
        List<String> lower = new ArrayList<>();
        for (int i = 0; i < 126; i++) {
            String name = "layer%03d/tree".formatted(i);
            Files.createDirectories(temp.resolve(name));
            Files.writeString(temp.resolve(name + "/file-" + i), "");
            lower.add(name);
        }
        lower.add("rootfs");
        var overlay =
                new RootFilesystem.Overlay("/", lower, temp.toString(), Optional.empty(), false);
        KernelFeatures kernel = new KernelFeatures(true, true, true, lowerAppend, true);
        for (String name : List.of("proc", "dev", "sys")) {
            Files.createDirectories(rootfs.resolve(name));
        }
        RootFilesystem root = new RootFilesystem(List.of(overlay), List.of());
        Spec spec = spec("sh", "-c", "ls /file-* | wc -l");
        ContainerLaunch changed = launch(spec, PIPES, host(layout(), kernel), root);
        try (LauncherRun run = run(changed)) {
            assertThat(run.failure()).isEmpty();
            assertThat(run.output()).containsExactly("126");
        }
    }

    @Test
    void keepsAReadOnlyRootAndItsVolumes() throws IOException {
        Path data = Files.createDirectories(temp.resolve("data"));
        Path file = Files.writeString(temp.resolve("hosts"), "127.0.0.1 web\n");
        Files.createDirectories(rootfs.resolve("old"));
        Files.writeString(rootfs.resolve("old/kept"), "kept\n");
        Spec spec =
                with(
                        script(
                                "touch /x 2>/dev/null || echo root; touch /run/x && echo run;"
                                        + " touch /data/x 2>/dev/null || echo data; cat /etc/hosts;"
                                        + " cat /old/kept; echo changed >/old/kept; touch /w/y"),
                        Mount.of("/run", "tmpfs", "tmpfs", "mode=755"),
                        Mount.of("/data", "bind", data.toString(), "rbind", "rro"),
                        Mount.of("/w/deep", "bind", data.toString(), "bind"),
                        Mount.of("/w", "tmpfs", "tmpfs"),
                        Mount.of("/old", "tmpfs", "tmpfs", "tmpcopyup", "size=1m"),
                        Mount.of("/etc/hosts", "bind", file.toString(), "bind", "ro"));
        Spec readOnly = spec.with(s -> s.root(new Root("rootfs", true)));
        assertThat(outputOf(readOnly))
                .containsExactly("root", "run", "data", "127.0.0.1 web", "kept");
        assertThat(rootfs.resolve("old/kept")).hasContent("kept\n");
    }

    @Test
    void makesDirectoriesBelowSysWhereNoSysfsIs() throws IOException {
        Spec spec = spec("ls", "/sys/fs");
        List<Mount> mounts =
                Stream.concat(
                                spec.mounts().stream()
                                        .filter(mount -> !mount.destination().startsWith("/sys")),
                                Stream.of(Mount.of("/sys/fs/mine", "tmpfs", "tmpfs")))
                        .toList();
        assertThat(outputOf(spec.with(s -> s.mounts(mounts)))).containsExactly("mine");
    }

    @Test
    void keepsOwnerAndModeOfADirectoryWhoseFilesAreCopiedUp() throws IOException {
        Path old = Files.createDirectories(rootfs.resolve("old"));
        Files.setAttribute(old, "unix:mode", 01777);
        Files.setAttribute(old, "unix:gid", 42);
        Spec spec =
                with(
                        script("stat -c %a:%u:%g /old"),
                        Mount.of("/old", "tmpfs", "tmpfs", "tmpcopyup"));
        assertThat(outputOf(spec)).containsExactly("1777:0:42");
    }

    @Test
    void mapsTheIdsOfAMount() throws IOException {
        Path data = Files.createDirectories(temp.resolve("data"));
        Files.createFile(data.resolve("file"));
        List<IdMapping> map = List.of(new IdMapping(0, 5000, 1000));
        Mount mount = new Mount("/data", "bind", data.toString(), List.of("bind"), map, map);
        assertThat(outputOf(with(script("stat -c %u /data/file"), mount))).containsExactly("5000");
    }

    @Test
    void followsNoLinkOfTheImageToTheKernelsDirectories() throws IOException {
        Files.createSymbolicLink(rootfs.resolve("dev"), Path.of("/tmp"));
        try (LauncherRun run = run(spec("true"))) {
            assertThat(run.failure()).startsWith("mount tmpfs on \"/dev\": E");
        }
    }

    @Test
    void keepsAVolumeBehindALinkInsideTheRoot() throws IOException {
        Path data = Files.createDirectories(temp.resolve("data"));
        Files.writeString(data.resolve("file"), "inside\n");
        Files.createSymbolicLink(rootfs.resolve("link"), Path.of("../../../../../tmp"));
        Spec spec =
                with(script("cat /tmp/file"), Mount.of("/link", "bind", data.toString(), "bind"));
        assertThat(outputOf(spec)).containsExactly("inside");
    }

    @Test
    void saysWhatCouldNotBeMounted() throws IOException {
        Spec spec = with(spec("true"), Mount.of("/x", "nofs", "none"));
        try (LauncherRun run = run(spec)) {
            assertThat(run.failure())
                    .isEqualTo(
                            "mount nofs on \"/x\": ENODEV (no such device); hint: this kernel has no"
                                    + " such file system");
        }
    }

    @Test
    void worksWithoutMountSetattr() throws IOException {
        Path data = Files.createDirectories(temp.resolve("data"));
        Mount mount = Mount.of("/data", "bind", data.toString(), "bind", "ro", "private");
        String script =
                "touch /data/x 2>/dev/null || echo data; touch /x 2>/dev/null || echo root;"
                        + " (echo 1 >/proc/sys/kernel/panic) 2>/dev/null || echo sys";
        KernelFeatures old = new KernelFeatures(true, false, false, true, true);
        Spec spec = with(script(script), mount).with(s -> s.root(new Root("rootfs", true)));
        RootFilesystem root = RootFilesystem.directory(rootfs.toString());
        assertThat(outputOf(launch(spec, PIPES, host(layout(), old), root)))
                .containsExactly("data", "root", "sys");
    }
}
