package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What config.md and config-linux.md ask of a runtime about mounts and about namespaces that are
/// shared, as seen from inside a container.
abstract class OciMountsContract extends OciLifeContract {
    private static final String ID = "box";
    private static final String WALLS =
            """
            "maskedPaths": ["/proc/timer_list"],
                "readonlyPaths": ["/proc/sys"]\
            """;

    @Test
    void joinsNamespacesByTheirPaths() throws IOException {
        Process holder =
                new ProcessBuilder(
                                "unshare",
                                "--uts",
                                "--ipc",
                                "--net",
                                "sh",
                                "-c",
                                "hostname joined; echo ready; exec sleep 100")
                        .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("ready");
            bundle().runs("sh", "-c", "for i in uts ipc net; do readlink /proc/self/ns/$i; done");
            bundle().change("\"hostname\": \"boxed\",", "");
            for (String type : List.of("uts", "ipc", "network")) {
                String file = type.equals("network") ? "net" : type;
                bundle().change(
                                "{\"type\": \"%s\"}".formatted(type),
                                "{\"type\": \"%s\", \"path\": \"/proc/%d/ns/%s\"}"
                                        .formatted(type, holder.pid(), file));
            }
            Result run = runtime().call("run", "--bundle", bundle().folder().toString(), ID);
            succeeded(run);
            StringBuilder expected = new StringBuilder();
            for (String file : List.of("uts", "ipc", "net")) {
                Path link = Path.of("/proc", String.valueOf(holder.pid()), "ns", file);
                expected.append(Files.readSymbolicLink(link)).append('\n');
            }
            assertThat(run.output()).isEqualTo(expected.toString());
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void mountsAsTheOptionsSay() throws IOException {
        Path source = Files.createDirectories(place.resolve("source"));
        Files.writeString(bundle().folder().resolve("rootfs/tmp/kept"), "kept\n");
        bundle().with(
                        "",
                        "",
                        "",
                        List.of(
                                "sh",
                                "-c",
                                "touch /data/x; cat /tmp/kept; touch /tmp/new && cat /tmp/kept"));
        bundle().change(
                        "\"mounts\": [",
                        """
                        "mounts": [
                        {"destination": "/data", "type": "bind", "source": "%s",
                         "options": ["rbind", "rro"]},
                        {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs",
                         "options": ["tmpcopyup"]},\
                        """
                                .formatted(source));
        Result run = runtime().call("run", "--bundle", bundle().folder().toString(), ID);
        assertThat(run.error()).contains("Read-only file system");
        assertThat(run.output()).isEqualTo("kept\nkept\n");
        assertThat(bundle().folder().resolve("rootfs/tmp/new")).doesNotExist();
    }

    @Test
    void followsLinksOfTheRootInsideIt() throws IOException {
        Path outside = Files.createDirectories(place.resolve("outside"));
        Files.createSymbolicLink(bundle().folder().resolve("rootfs/link"), outside);
        bundle().runs("sh", "-c", "echo written > /link/file");
        bundle().change(
                        "\"mounts\": [",
                        """
                        "mounts": [
                        {"destination": "/link", "type": "tmpfs", "source": "tmpfs"},\
                        """);
        Result run = runtime().call("run", "--bundle", bundle().folder().toString(), ID);
        assertThat(outside).isEmptyDirectory();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .as(run.toString())
                .doesNotContain(outside.toString());
    }

    @Test
    void spreadsMountsAsToldTo() throws IOException {
        if (lacks().contains("shared root")) {
            return;
        }
        String script = "grep ' / / ' /proc/self/mountinfo | tail -n 1; cat /proc/self/mountinfo";
        assertThat(printed("", "", "\"rootfsPropagation\": \"shared\",", script))
                .containsPattern(" / rw[^\n]* shared:");
    }

    /// mountinfo lists by age (Linux 6.8), and what is tied to the host has to be opened before the
    /// rest.
    @Test
    void mountsInTheOrderOfTheList() throws IOException {
        Files.createDirectories(place.resolve("source"));
        bundle().runs("sh", "-c", "sed 's/^[^/]*[^ ]* //; s/ .*//' /proc/self/mountinfo");
        StringBuilder mounts = new StringBuilder("\"mounts\": [");
        List<String> options = List.of("rprivate", "rshared", "slave", "private", "rslave");
        for (String option : options) {
            mounts.append(
                    """
                    {"destination": "/mnt/%s", "type": "bind", "source": "%s",
                     "options": ["rbind", "%s"]},
                    """
                            .formatted(option, place.resolve("source"), option));
        }
        bundle().change("\"mounts\": [", mounts.toString());
        Result run = runtime().call("run", "--bundle", bundle().folder().toString(), ID);
        assertThat(run.output().lines().filter(line -> line.startsWith("/mnt/")))
                .as(run.toString())
                .containsExactlyElementsOf(
                        options.stream().map(option -> "/mnt/" + option).toList());
    }

    /// The process's namespace, its root and what is mounted there.
    private void livesInTheMountsOf(String pid) throws IOException {
        succeeded(create());
        assertThat(mountNamespace(String.valueOf(runtime().pid(ID))))
                .isEqualTo(mountNamespace(pid));
        succeeded(runtime().call("start", ID));
        runtime().awaitStatus(ID, "stopped");
        assertThat(bundle().folder().resolve("rootfs/here")).hasContent("tmpfs on /dev\n");
        succeeded(runtime().call("delete", ID));
    }

    private static Path mountNamespace(String pid) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", pid, "ns/mnt"));
    }

    private void runsInMountsOfOthers(String namespace) throws IOException {
        bundle().runs("sh", "-c", "mount | grep -m 1 -o '^tmpfs on /dev' > /here");
        bundle().change(", {\"type\": \"mount\"}", namespace);
        bundle().change(WALLS, "\"maskedPaths\": []");
    }

    @Test
    void joinsTheMountsOfAnother() throws IOException {
        if (lacks().contains("mounts of others")) {
            return;
        }
        Process holder =
                new ProcessBuilder("unshare", "--mount", "sh", "-c", "echo ready; exec sleep 100")
                        .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("ready");
            String pid = String.valueOf(holder.pid());
            runsInMountsOfOthers(
                    ", {\"type\": \"mount\", \"path\": \"/proc/%s/ns/mnt\"}".formatted(pid));
            livesInTheMountsOf(pid);
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void sharesTheMountsOfItsCaller() throws IOException {
        if (lacks().contains("mounts of others")) {
            return;
        }
        String before = Files.readString(Path.of("/proc/self/mountinfo"));
        runsInMountsOfOthers("");
        livesInTheMountsOf("self");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).isEqualTo(before);
    }
}
