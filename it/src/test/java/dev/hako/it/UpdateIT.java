package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Limits that are changed while a container runs, and those of later starts.
@NeedsRoot
class UpdateIT {
    private static final int UID = 64_032;
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static String sleeper(String name, String... options) {
        List<String> words =
                Stream.of(
                                Stream.of("run", "--detach", "--name", name),
                                Stream.of(options),
                                Stream.of("host", "sleep", "600"))
                        .flatMap(each -> each)
                        .toList();
        HAKO.answer(words.toArray(String[]::new));
        return name;
    }

    /// What a file of the container's control group holds; the first of them that is there.
    private static String limit(String name, String... files) throws IOException {
        return limit(HAKO, name, files);
    }

    private static String limit(Hako hako, String name, String... files) throws IOException {
        String pid = hako.answer("inspect", "--format", "{{.State.Pid}}", name);
        for (String line : Files.readAllLines(Path.of("/proc", pid, "cgroup"))) {
            String[] parts = line.split(":", 3);
            String hierarchy = parts[1].isEmpty() ? "" : parts[1];
            for (String file : files) {
                Path path = Path.of("/sys/fs/cgroup", hierarchy, parts[2], file);
                if (Files.exists(path)) {
                    return Files.readString(path).strip();
                }
            }
        }
        throw new AssertionError(name + " has none of " + List.of(files));
    }

    private static String inspect(String name, String field) {
        return HAKO.answer("inspect", "--format", "{{.HostConfig." + field + "}}", name);
    }

    private static String memory(String name) throws IOException {
        return limit(name, "memory.limit_in_bytes", "memory.max");
    }

    @Test
    void changesTheLimitsOfARunningContainer() throws IOException {
        String name = sleeper("live", "--memory", "64m");
        assertThat(
                        HAKO.answer(
                                "update",
                                "--memory=96m",
                                "--memory-reservation=32m",
                                "--cpus=0.5",
                                "--cpu-shares=512",
                                "--pids-limit=50",
                                name))
                .isEqualTo(name);
        assertThat(memory(name)).isEqualTo(String.valueOf(96 << 20));
        assertThat(limit(name, "memory.soft_limit_in_bytes", "memory.low"))
                .isEqualTo(String.valueOf(32 << 20));
        assertThat(limit(name, "cpu.cfs_quota_us", "cpu.max")).startsWith("50000");
        assertThat(limit(name, "cpu.shares", "cpu.weight")).matches("512|5\\d");
        assertThat(limit(name, "pids.max")).isEqualTo("50");
        HAKO.answer("update", "--pids-limit=-1", name);
        assertThat(limit(name, "pids.max")).isEqualTo("max");
    }

    @Test
    void movesMemoryAndSwapUpAndDownTogether() throws IOException {
        String name = sleeper("crossing", "--memory", "64m", "--memory-swap", "64m");
        HAKO.answer("update", "-m", "256m", "--memory-swap", "256m", name);
        assertThat(memory(name)).isEqualTo(String.valueOf(256 << 20));
        HAKO.answer("update", "-m", "32m", "--memory-swap", "48m", name);
        assertThat(memory(name)).isEqualTo(String.valueOf(32 << 20));
    }

    @Test
    void bindsAContainerToProcessorsAndLeavesNothingOfThat() throws IOException {
        String name = sleeper("bound");
        HAKO.answer("update", "--cpuset-cpus", "0", name);
        assertThat(HAKO.answer("exec", name, "grep", "Cpus_allowed_list", "/proc/self/status"))
                .isEqualTo("Cpus_allowed_list:\t0");
        String id = HAKO.answer("inspect", "--format", "{{.Id}}", name);
        HAKO.answer("kill", name);
        assertThat(Path.of("/sys/fs/cgroup/cpuset/hako", id)).doesNotExist();
        assertThat(Path.of("/sys/fs/cgroup/hako", id)).doesNotExist();
    }

    @Test
    void keepsThemForTheNextStartAndTheNextEngine() throws IOException {
        String name = sleeper("kept", "--cpu-quota", "20000");
        HAKO.answer("update", "--memory", "128m", "--cpus", "0.25", name);
        HAKO.answer("kill", name);
        HAKO.crashEngine();
        HAKO.answer("start", name);
        assertThat(memory(name)).isEqualTo(String.valueOf(128 << 20));
        assertThat(limit(name, "cpu.cfs_quota_us", "cpu.max")).startsWith("25000");
        assertThat(inspect(name, "Memory")).isEqualTo(String.valueOf(128 << 20));
        assertThat(inspect(name, "NanoCpus")).isEqualTo("250000000");
        assertThat(inspect(name, "CpuQuota")).isEqualTo("0");
    }

    @Test
    void changesWhatAStoppedContainerWillHave() throws IOException {
        HAKO.answer("create", "--name", "asleep", "host", "sleep", "600");
        HAKO.answer("update", "--pids-limit", "7", "asleep");
        HAKO.answer("start", "asleep");
        assertThat(limit("asleep", "pids.max")).isEqualTo("7");
    }

    @Test
    void changesNothingIfOneLimitCannotBe() throws IOException {
        String name = sleeper("whole", "--pids-limit", "40");
        Result result = HAKO.run("update", "--pids-limit", "20", "--cpuset-cpus", "4000", name);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.error())
                .startsWith(
                        "hako: cannot update container \"whole\": cannot set limit \"cpuset.cpus\" to"
                                + " 4000: E")
                .contains("; hint: ");
        assertThat(limit(name, "pids.max")).isEqualTo("40");
        assertThat(inspect(name, "PidsLimit")).isEqualTo("40");
        assertThat(inspect(name, "CpusetCpus")).isEmpty();
    }

    @Test
    void refusesWhatMakesNoSense() {
        String name = sleeper("sensible", "--memory", "64m");
        assertThat(HAKO.run("update", name).error())
                .startsWith(
                        "hako: cannot update containers: neither a limit nor a policy is given; hint:");
        assertThat(HAKO.run("update", "--memory-swap", "32m", name).error())
                .isEqualTo(
                        "hako: cannot update container \"sensible\": invalid option --memory-swap: it"
                                + " must not be below --memory\n");
        assertThat(HAKO.run("update", "--memory", "1g", "nobody").status()).isEqualTo(1);
    }

    @Test
    @NeedsProgram("setpriv")
    void tellsAUserWithoutAControlGroupHowToHaveOne() {
        try (Hako user = Hako.ofUser(UID)) {
            user.answer("run", "--detach", "--name", "free", "host", "sleep", "600");
            Result result = user.run("update", "--memory", "64m", "free");
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.error())
                    .startsWith("hako: cannot update container \"free\": ")
                    .contains("; hint: ", "Delegate=yes");
            assertThat(user.answer("inspect", "--format", "{{.HostConfig.Memory}}", "free"))
                    .isEqualTo("0");
        }
    }

    @Test
    @NeedsProgram("setpriv")
    void changesTheLimitsOfAUserWithAControlGroup() throws IOException {
        try (DelegatedCgroups cgroups = DelegatedCgroups.to(UID);
                Hako owner = Hako.ofUser(UID)) {
            Hako user = owner.within(cgroups.wrapper());
            user.answer("run", "--detach", "--name", "own", "host", "sleep", "600");
            user.answer("update", "--memory", "64m", "--cpuset-cpus", "0", "own");
            assertThat(limit(user, "own", "memory.limit_in_bytes", "memory.max"))
                    .isEqualTo(String.valueOf(64 << 20));
            assertThat(limit(user, "own", "cpuset.cpus")).isEqualTo("0");
            assertThat(user.answer("stats", "--no-stream", "--format", "{{.MemUsage}}"))
                    .endsWith(" / 64MiB");
            user.answer("rm", "--force", "own");
        }
    }
}
