package dev.hako.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What containers use, as the kernel counts it.
@NeedsRoot
class StatsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int UID = 64_033;
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static String start(String name, String script) {
        HAKO.answer(
                "run", "--detach", "--name", name, "--memory", "256m", "host", "sh", "-c", script);
        return name;
    }

    private static String once(String name, String field) {
        return HAKO.answer("stats", "--no-stream", "--format", "{{." + field + "}}", name);
    }

    private static double percent(String text) {
        assertThat(text).matches("\\d+\\.\\d\\d%");
        return Double.parseDouble(text.substring(0, text.length() - 1));
    }

    @Test
    void showsATableAsDockerDoes() {
        String name = start("tabled", "sleep 600");
        String id = HAKO.answer("inspect", "--format", "{{.Id}}", name);
        String table = HAKO.answer("stats", "--no-stream", name);
        assertThat(table.lines().findFirst().orElseThrow())
                .matches(
                        "CONTAINER ID   NAME +CPU % +MEM USAGE / LIMIT +MEM % +NET I/O +BLOCK I/O +PIDS");
        assertThat(table.lines().skip(1))
                .singleElement()
                .asString()
                .matches(
                        id.substring(0, 12)
                                + " +tabled +\\d+\\.\\d\\d% +[0-9.]+[KM]?i?B / 256MiB +\\d+\\.\\d\\d%"
                                + " +0B / 0B +[0-9.]+k?M?B / [0-9.]+k?M?B +[12]");
        assertThat(HAKO.answer("stats", "--no-stream", "--no-trunc", name)).contains(id);
    }

    @Test
    void tellsHowBusyAContainerIs() {
        String busy = start("busy", "while :; do :; done");
        String idle = start("idle", "sleep 600");
        Await.until("a busy processor", DEADLINE, () -> percent(once(busy, "CPUPerc")) > 20);
        assertThat(percent(once(idle, "CPUPerc"))).isLessThan(5);
    }

    @Test
    void countsTheMemoryThatCannotBeDropped() {
        String name = start("holding", "x=$(head -c 20000000 /dev/zero | tr '\\0' x); sleep 600");
        Await.until("memory", DEADLINE, () -> percent(once(name, "MemPerc")) > 7);
        assertThat(once(name, "MemUsage")).endsWith(" / 256MiB");
        assertThat(percent(once(name, "MemPerc"))).isLessThan(60);
    }

    @Test
    void hasDockersFieldsAsJson() {
        String name = start("fields", "sleep 600");
        assertThat(HAKO.answer("stats", "--no-stream", "--format", "json", name))
                .matches(
                        "\\{\"BlockIO\":\".*\",\"CPUPerc\":\".*\",\"Container\":\"[0-9a-f]{12}\","
                                + "\"ID\":\"[0-9a-f]{12}\",\"MemPerc\":\".*\",\"MemUsage\":\".*\","
                                + "\"Name\":\"fields\",\"NetIO\":\"0B / 0B\",\"PIDs\":\"[12]\"}");
    }

    @Test
    void leavesOutWhatDoesNotRunUnlessAskedForAll() {
        HAKO.answer("create", "--name", "still", "host", "true");
        assertThat(HAKO.answer("stats", "--no-stream")).doesNotContain("still");
        assertThat(HAKO.answer("stats", "--no-stream", "--all"))
                .containsPattern("still +0.00% +0B / 0B +0.00% +0B / 0B +0B / 0B +0");
        assertThat(HAKO.run("stats", "--no-stream", "nobody").status()).isEqualTo(1);
    }

    @Test
    void goesOnUntilTheContainerIsGone() throws IOException {
        String name = start("watched", "sleep 600");
        Process stats = HAKO.start("stats", "--format", "{{.Name}} {{.PIDs}}", name);
        try (var lines = new BufferedReader(new InputStreamReader(stats.getInputStream(), UTF_8))) {
            assertThat(lines.readLine()).matches("watched [12]");
            assertThat(lines.readLine()).matches("watched [12]");
            HAKO.answer("rm", "--force", name);
            Await.until("the end of stats", DEADLINE, () -> !stats.isAlive());
        }
        assertThat(stats.exitValue()).isZero();
    }

    @Test
    void drawsOverItselfOnATerminal() {
        String name = start("drawn", "sleep 600");
        Result result =
                HAKO.shell(
                        "timeout 3 script -qec 'stty rows 24 cols 120; hako stats drawn' /dev/null");
        assertThat(result.output())
                .containsOnlyOnce("\u001b[2J")
                .containsPattern(
                        "\u001b\\[HCONTAINER ID.*\u001b\\[K\r\n.* drawn .*\u001b\\[K\r\n\u001b\\[J");
        HAKO.answer("rm", "--force", name);
    }

    @Test
    void doesNotTakeTheHostsTrafficForTheContainers() {
        HAKO.answer("run", "-d", "--name", "guest", "--network", "host", "host", "sleep", "600");
        assertThat(once("guest", "NetIO")).isEqualTo("0B / 0B");
    }

    @Test
    void stillTellsOfAPausedContainer() {
        String name = start("frozen", "while :; do :; done");
        HAKO.answer("pause", name);
        assertThat(once(name, "CPUPerc")).isEqualTo("0.00%");
    }

    @Test
    @NeedsProgram("setpriv")
    void saysWhatIsNotCountedForAUserWithoutAControlGroup() {
        try (Hako user = Hako.ofUser(UID)) {
            user.answer("run", "--detach", "--name", "free", "host", "sleep", "600");
            assertThat(
                            user.answer(
                                    "stats",
                                    "--no-stream",
                                    "--format",
                                    "{{.Name}} {{.CPUPerc}} {{.MemUsage}} {{.NetIO}} {{.PIDs}}"))
                    .isEqualTo("free -- -- / -- 0B / 0B --");
        }
    }
}
