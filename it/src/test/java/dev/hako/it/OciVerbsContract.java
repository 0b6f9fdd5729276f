package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What callers of runc ask of a runtime beyond the runtime specification: limits that change,
/// figures, terminals, and a configuration to begin with.
abstract class OciVerbsContract extends OciRuntimeContract {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String ID = "box";
    private static final Path V1 = Path.of("/sys/fs/cgroup/memory");

    /// Some give a terminal its size after the program has begun.
    private String show() {
        return lacks().contains("terminal size")
                ? "echo 33 77; tty; exit 7"
                : "until [ \"$(stty size 2> /dev/null)\" = '33 77' ]; do sleep 0.1; done;"
                        + " stty size; tty; exit 7";
    }

    /// Verbs and options that this runtime is known not to have.
    Set<String> lacks() {
        return Set.of();
    }

    private void start(String... args) throws IOException {
        bundle().runs(args);
        succeeded(create());
        succeeded(runtime().call("start", ID));
    }

    /// A file of the container's group, where version 1 is.
    private String limit(String controller, String file) throws IOException {
        return Files.readString(Path.of("/sys/fs/cgroup", controller, bundle().group(), file))
                .strip();
    }

    @Test
    void changesLimits() throws IOException {
        start("sleep", "100");
        succeeded(
                runtime()
                        .call(
                                "update",
                                "--memory",
                                "67108864",
                                "--pids-limit",
                                "20",
                                "--cpu-quota",
                                "50000",
                                "--cpu-share",
                                "512",
                                "--cpuset-cpus",
                                "0",
                                ID));
        if (Files.exists(V1)) {
            assertThat(limit("memory", "memory.limit_in_bytes")).isEqualTo("67108864");
            assertThat(limit("pids", "pids.max")).isEqualTo("20");
            assertThat(limit("cpu", "cpu.cfs_quota_us")).isEqualTo("50000");
            assertThat(limit("cpu", "cpu.shares")).isEqualTo("512");
            assertThat(limit("cpuset", "cpuset.cpus")).isEqualTo("0");
        }
        assertThat(runtime().call("update", "--memory", "none", ID).status()).isNotZero();
        assertThat(runtime().call("update", "--memory", "67108864", "nobody").status()).isNotZero();
    }

    /// Memory with swap can only be lowered after memory, and only be raised before it.
    @Test
    void changesLimitsByAFileInWhateverOrderTheKernelWants() throws IOException {
        start("sleep", "100");
        Path file = place.resolve("resources");
        for (int mebibytes : List.of(64, 16, 128)) {
            long bytes = (long) mebibytes << 20;
            Files.writeString(
                    file,
                    "{\"memory\": {\"limit\": %d, \"swap\": %d}, \"cpu\": {\"shares\": 0}}"
                            .formatted(bytes, bytes));
            succeeded(runtime().call("update", "--resources", file.toString(), ID));
            if (Files.exists(V1)) {
                assertThat(limit("memory", "memory.limit_in_bytes")).isEqualTo("" + bytes);
                assertThat(limit("memory", "memory.memsw.limit_in_bytes")).isEqualTo("" + bytes);
            }
        }
    }

    @Test
    void tellsWhatAContainerUses() throws IOException {
        if (lacks().contains("events")) {
            return;
        }
        start("sleep", "100");
        Result stats = runtime().call("events", "--stats", ID);
        succeeded(stats);
        assertThat(stats.output())
                .startsWith(
                        "{\"type\":\"stats\",\"id\":\"box\",\"data\":{\"cpu\":{\"usage\":{\"total\":")
                .contains(
                        "\"throttling\":{",
                        "\"memory\":{\"usage\":{\"limit\":",
                        "\"raw\":{\"",
                        "\"pids\":{\"current\":1",
                        "\"blkio\":{",
                        "\"hugetlb\":{")
                .endsWith("}\n");
        assertThat(runtime().call("events", "--stats", "nobody").status()).isNotZero();
    }

    @Test
    void tellsOfWantOfMemoryAndEndsWithTheContainer() throws IOException {
        if (lacks().contains("events")) {
            return;
        }
        bundle().with("", "", "sh", "-c", "while [ ! -e /go ]; do sleep 0.1; done; tail /dev/zero");
        succeeded(create());
        succeeded(runtime().call("start", ID));
        succeeded(runtime().call("update", "--memory", "16777216", ID));
        OciRuntime.Call events = runtime().start("events", "--interval", "200ms", ID);
        Await.until("figures", DEADLINE, () -> Files.readString(events.output()).contains("stats"));
        Files.createFile(bundle().folder().resolve("rootfs/go"));
        Await.until(
                "word of it",
                DEADLINE,
                () ->
                        Files.readString(events.output())
                                .contains("{\"type\":\"oom\",\"id\":\"box\"}"));
        runtime().call("kill", ID, "KILL");
        if (lacks().contains("end of events")) {
            events.process().destroyForcibly();
        } else {
            succeeded(events.await());
        }
    }

    @Test
    void writesAConfigurationToBeginWith() throws IOException {
        Path folder = Files.createDirectory(place.resolve("fresh"));
        Path config = folder.resolve("config.json");
        BusyboxTree.make(folder.resolve("rootfs"), 0);
        succeeded(runtime().callIn(folder, "spec"));
        assertThat(config)
                .content()
                .contains("CAP_NET_BIND_SERVICE", "RLIMIT_NOFILE", "/proc/sysrq-trigger", "mqueue");
        assertThat(runtime().callIn(folder, "spec").status()).isNotZero();
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceAll("\"terminal\": *true", "\"terminal\": false")
                        .replaceAll("\"args\": *\\[\\s*\"sh\"", "\"args\": [\"hostname\""));
        Result run = runtime().call("run", "--bundle", folder.toString(), ID);
        assertThat(run.status()).as(run.toString()).isZero();
        assertThat(run.output()).isNotBlank();
        Files.delete(config);
        succeeded(runtime().callIn(folder, "spec", "--rootless"));
        assertThat(config).content().contains("\"user\"").doesNotContain("gid=5");
    }

    @Test
    void tellsWhatItCanDo() {
        if (lacks().contains("features")) {
            return;
        }
        Result features = runtime().call("features");
        succeeded(features);
        assertThat(features.output().replaceAll("\\s", ""))
                .contains(
                        "\"ociVersionMin\":\"1.0.0\"",
                        "\"createContainer\"",
                        "\"rslave\"",
                        "\"CAP_NET_RAW\"",
                        "\"SCMP_ARCH_X86_64\"",
                        "\"SCMP_CMP_MASKED_EQ\"");
    }

    @Test
    void listsProcessesAsPsIsAskedTo() throws IOException {
        if (lacks().contains("ps options")) {
            return;
        }
        start("sleep", "100");
        String pid = String.valueOf(runtime().pid(ID));
        Result ps = runtime().call("ps", ID, "-o", "pid,args");
        assertThat(ps.output().lines().map(String::strip))
                .containsExactly("PID COMMAND", pid + " sleep 100");
        assertThat(runtime().call("ps", ID).output()).contains("UID", "sleep 100");
    }

    /// A program of the host that has a terminal itself.
    private Result onATerminal(String... arguments) {
        String command =
                runtime().words(arguments).stream()
                        .map(word -> " '" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining("", "stty rows 33 columns 77; exec", ""));
        return Programs.run(
                DEADLINE,
                Path.of("/dev/null"),
                List.of("script", "--quiet", "--return", "--command", command, "/dev/null"));
    }

    @Test
    void showsATerminalOnItsCallers() throws IOException {
        bundle().with("\"terminal\": true,", "", "sh", "-c", show().replace("\"", "\\\""));
        Result run = onATerminal("run", "--bundle", bundle().folder().toString(), ID);
        assertThat(run.output()).as(run.toString()).contains("33 77", "/dev/pts/0");
        assertThat(run.status()).isEqualTo(7);
        assertThat(create().status()).as("there is no socket for it").isNotZero();
    }

    @Test
    void showsAFurtherTerminalOnItsCallers() throws IOException {
        start("sleep", "100");
        Result exec = onATerminal("exec", "--tty", ID, "sh", "-c", show());
        assertThat(exec.output()).as(exec.toString()).contains("33 77", "/dev/pts/0");
        assertThat(exec.status()).isEqualTo(7);
    }

    @Test
    void doesWithoutPivot() throws IOException {
        bundle().runs("sh", "-c", "ls /; ls / | wc -l");
        Result run =
                runtime()
                        .call(
                                "run",
                                "--no-pivot",
                                "--no-new-keyring",
                                "--bundle",
                                bundle().folder().toString(),
                                ID);
        succeeded(run);
        assertThat(run.output()).contains("bin").doesNotContain("usr", "boot");
    }
}
