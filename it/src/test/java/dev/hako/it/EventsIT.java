package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What `hako events` tells, and remembers.
@NeedsRoot
class EventsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static List<String> told(String container, String format) {
        return HAKO.answer(
                        "events",
                        "--since",
                        "1h",
                        "--until",
                        "0s",
                        "--filter",
                        "container=" + container,
                        "--format",
                        format)
                .lines()
                .toList();
    }

    private static List<String> actions(String container) {
        return told(container, "{{.Action}}");
    }

    private static void sleeper(String name, String... options) {
        List<String> words = new ArrayList<>(List.of("run", "-d", "--name", name));
        words.addAll(List.of(options));
        words.addAll(List.of("host", "sleep", "600"));
        HAKO.answer(words.toArray(String[]::new));
    }

    @Test
    void tellsTheWholeLifeOfAContainerInOrder() {
        HAKO.answer("run", "--rm", "--name", "short", "host", "true");
        assertThat(actions("short")).containsExactly("create", "attach", "start", "die", "destroy");
    }

    @Test
    void tellsHowAContainerWasStoppedRestartedAndRemoved() {
        sleeper("served");
        HAKO.answer("restart", "-t", "0", "served");
        HAKO.answer("stop", "-s", "KILL", "served");
        HAKO.answer("start", "served");
        HAKO.answer("rm", "-f", "served");
        assertThat(actions("served"))
                .containsExactly(
                        "create", "start", "kill", "kill", "die", "stop", "start", "restart",
                        "kill", "die", "stop", "start", "kill", "die", "destroy");
    }

    @Test
    void tellsSignalsAndExitCodes() {
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "killed",
                "host",
                "sh",
                "-c",
                "trap 'exit 5' USR1; echo ready; while :; do sleep 0.1; done");
        Await.until("the program", DEADLINE, () -> HAKO.answer("logs", "killed").equals("ready"));
        HAKO.answer("kill", "-s", "USR1", "killed");
        HAKO.answer("wait", "killed");
        assertThat(told("killed", "{{.Action}} {{.Actor.Attributes.signal}}")).contains("kill 10");
        assertThat(told("killed", "{{.Action}} {{.Actor.Attributes.exitCode}}")).contains("die 5");
    }

    @Test
    void tellsOfOtherProgramsInAContainer() {
        sleeper("shelter");
        HAKO.run("exec", "shelter", "sh", "-c", "exit 4");
        Await.until("the program's end", DEADLINE, () -> actions("shelter").contains("exec_die"));
        assertThat(actions("shelter"))
                .containsSubsequence(
                        "exec_create: sh -c exit 4", "exec_start: sh -c exit 4", "exec_die");
        assertThat(told("shelter", "{{.Action}} {{.Actor.Attributes.exitCode}}"))
                .contains("exec_die 4");
        HAKO.answer("rm", "-f", "shelter");
    }

    @Test
    void givesARunningContainerAnotherName() {
        sleeper("before");
        HAKO.answer("rename", "before", "after");
        assertThat(HAKO.answer("ps", "--format", "{{.Names}}")).contains("after");
        assertThat(told("after", "{{.Action}} {{.Actor.Attributes.oldName}}"))
                .contains("rename /before");
        sleeper("before");
        HAKO.crashEngine();
        assertThat(HAKO.answer("inspect", "--format", "{{.Name}}", "after")).isEqualTo("/after");
        HAKO.answer("rm", "-f", "before", "after");
    }

    @Test
    void refusesANameThatIsTakenOrNone() {
        sleeper("one");
        sleeper("two");
        assertThat(HAKO.run("rename", "one", "two").error()).contains("\"two\"").contains("in use");
        assertThat(HAKO.run("rename", "one", "../two").status()).isEqualTo(1);
        assertThat(HAKO.run("rename", "one", "one").status()).isEqualTo(1);
        HAKO.answer("rm", "-f", "one", "two");
    }

    @Test
    void looksLikeDockersLineAndDockersJson() {
        HAKO.answer("run", "--rm", "--name", "seen", "-l", "tier=front", "host", "true");
        Result lines = HAKO.run("events", "--since", "1h", "--until", "0s", "-f", "container=seen");
        assertThat(lines.output().lines().findFirst().orElseThrow())
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}(Z|[+-]\\d\\d:\\d\\d)"
                                + " container create [0-9a-f]{64}"
                                + " \\(image=host, name=seen, tier=front\\)");
        assertThat(told("seen", "json").getFirst())
                .contains("\"status\":\"create\"", "\"Type\":\"container\"", "\"Actor\":{\"ID\":")
                .contains("\"scope\":\"local\"", "\"timeNano\":");
    }

    @Test
    void showsNothingThatATerminalWouldObey() {
        HAKO.answer("run", "--rm", "--name", "rude", "-l", "say=\u001b[31mred", "host", "true");
        Result lines = HAKO.run("events", "--since", "1h", "--until", "0s", "-f", "container=rude");
        assertThat(lines.output()).doesNotContain("\u001b");
    }

    @Test
    void filtersByActionImageLabelAndType() {
        HAKO.answer("run", "--rm", "--name", "picked", "-l", "pick=1", "host", "true");
        String all =
                HAKO.answer(
                        "events",
                        "--since",
                        "1h",
                        "--until",
                        "0s",
                        "-f",
                        "event=die",
                        "-f",
                        "event=start",
                        "-f",
                        "image=host",
                        "-f",
                        "label=pick=1",
                        "-f",
                        "type=container",
                        "--format",
                        "{{.Action}} {{.Actor.Attributes.name}}");
        assertThat(all).isEqualTo("start picked\ndie picked");
    }

    @Test
    void tellsListenersAtOnce() {
        Process listener =
                HAKO.startShell("exec hako events -f label=live --format {{.Action}} > heard");
        Await.until(
                "the first event",
                DEADLINE,
                () -> {
                    HAKO.answer("run", "--rm", "-l", "live=1", "host", "true");
                    return HAKO.shell("cat heard").output().contains("start");
                });
        listener.destroy();
        Await.until("the listener's end", DEADLINE, () -> !listener.isAlive());
    }

    @Test
    void remembersWhatHappenedBeforeTheEngineWasKilledAndALineWasTorn() throws IOException {
        HAKO.answer("run", "--rm", "--name", "remembered", "host", "true");
        HAKO.crashEngine();
        Path journal = HAKO.place().resolve("root/events/events");
        Files.writeString(journal, "{\"schema\":1,\"type\":", StandardOpenOption.APPEND);
        HAKO.answer("run", "--rm", "--name", "later", "host", "true");
        assertThat(actions("remembered")).contains("create", "destroy");
        assertThat(actions("later")).containsExactly("create", "attach", "start", "die", "destroy");
    }

    @Test
    void tellsOfAnEndThatCameWhenNoEngineWasThere() {
        String file = HAKO.place().resolve("go").toString();
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "alone",
                "-v",
                HAKO.place() + ":/place",
                "host",
                "sh",
                "-c",
                "while ! test -e /place/go; do sleep 0.05; done; exit 6");
        String pid = HAKO.answer("inspect", "--format", "{{.State.Pid}}", "alone");
        HAKO.crashEngine();
        HAKO.shell("touch " + file);
        Await.until(
                "the program's end",
                DEADLINE,
                () -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        Await.until("the end", DEADLINE, () -> actions("alone").contains("die"));
        HAKO.crashEngine();
        assertThat(told("alone", "{{.Action}} {{.Actor.Attributes.exitCode}}"))
                .filteredOn(line -> line.startsWith("die"))
                .containsExactly("die 6");
    }

    @Test
    void tellsOfVolumesThatAreMadeMountedAndRemoved() {
        HAKO.answer("volume", "create", "kept");
        HAKO.answer("run", "--rm", "-v", "kept:/k", "-v", "made:/m", "host", "true");
        HAKO.answer("volume", "rm", "kept");
        HAKO.answer("volume", "rm", "made");
        assertThat(
                        HAKO.answer(
                                "events",
                                "--since",
                                "1h",
                                "--until",
                                "0s",
                                "--filter",
                                "type=volume",
                                "--format",
                                "{{.Action}} {{.Actor.ID}} {{.Actor.Attributes.driver}}"))
                .isEqualTo(
                        """
                        create kept local
                        create made local
                        mount kept local
                        mount made local
                        unmount kept local
                        unmount made local
                        destroy kept local
                        destroy made local\
                        """);
    }
}
