package dev.hako.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Containers that are paused, and what can be done to them then.
@NeedsRoot
class PauseIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int UID = 64_031;
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    /// A container that writes a line whenever it is run.
    private static String paused(String name) {
        HAKO.answer(
                "run",
                "--detach",
                "--name",
                name,
                "host",
                "sh",
                "-c",
                "trap 'echo bye; exit 3' TERM; while :; do echo line; sleep 0.02; done");
        Await.until("a line", DEADLINE, () -> lines(name) > 0);
        assertThat(HAKO.answer("pause", name)).isEqualTo(name);
        return name;
    }

    private static long lines(String name) {
        return HAKO.run("logs", name).output().lines().count();
    }

    private static String inspect(String name, String field) {
        return HAKO.answer("inspect", "--format", "{{" + field + "}}", name);
    }

    @Test
    void holdsAllProcessesUntilItIsUnpaused() {
        String name = paused("held");
        long before = lines(name);
        for (int i = 0; i < 10; i++) {
            assertThat(lines(name)).isEqualTo(before);
        }
        assertThat(HAKO.answer("unpause", name)).isEqualTo(name);
        Await.until("more lines", DEADLINE, () -> lines(name) > before);
    }

    @Test
    void isSaidToBePausedInDockersWords() {
        String name = paused("said");
        assertThat(HAKO.answer("ps", "--filter", "name=said", "--format", "{{.Status}} {{.State}}"))
                .matches("Up .* \\(Paused\\) paused");
        assertThat(HAKO.answer("ps", "-q", "--filter", "status=paused", "--filter", "name=said"))
                .isNotEmpty();
        assertThat(inspect(name, ".State.Status}} {{.State.Running}} {{.State.Paused"))
                .isEqualTo("paused true true");
        HAKO.answer("unpause", name);
        assertThat(inspect(name, ".State.Status}} {{.State.Paused")).isEqualTo("running false");
    }

    @Test
    void refusesWhatAPausedContainerCannotDo() {
        String name = paused("refusing");
        assertThat(HAKO.run("pause", name))
                .isEqualTo(
                        new Result(
                                1,
                                "",
                                "hako: cannot pause container \"refusing\": it is already paused\n"));
        Result exec = HAKO.run("exec", name, "true");
        assertThat(exec.status()).isEqualTo(1);
        assertThat(exec.error())
                .isEqualTo(
                        "hako: cannot exec in container \"refusing\": it is paused; hint: let it go"
                                + " on with `hako unpause refusing`\n");
        assertThat(HAKO.run("start", name).error()).contains("it is paused", "`hako unpause`");
        assertThat(HAKO.run("rm", name).error()).contains("it is paused", "`-f`");
        HAKO.answer("unpause", name);
        assertThat(HAKO.run("unpause", name).error())
                .isEqualTo("hako: cannot unpause container \"refusing\": it is not paused\n");
        HAKO.answer("kill", name);
        assertThat(HAKO.run("pause", name).error())
                .startsWith("hako: cannot pause container \"refusing\": it is not running; hint:");
    }

    @Test
    void isStoppedByItsSignalAndKilled() {
        String stopped = paused("stopped");
        HAKO.answer("stop", stopped);
        assertThat(HAKO.answer("wait", stopped)).isEqualTo("3");
        assertThat(HAKO.answer("logs", stopped)).endsWith("bye");

        String killed = paused("killed");
        HAKO.answer("kill", killed);
        assertThat(HAKO.answer("wait", killed)).isEqualTo("137");

        HAKO.answer("rm", "--force", paused("removed"));
        assertThat(HAKO.answer("ps", "--all", "--format", "{{.Names}}")).doesNotContain("removed");
    }

    @Test
    void isStillPausedForTheNextEngine() {
        String name = paused("lasting");
        HAKO.crashEngine();
        assertThat(inspect(name, ".State.Status")).isEqualTo("paused");
        HAKO.answer("unpause", name);
        assertThat(inspect(name, ".State.Status")).isEqualTo("running");
    }

    @Test
    void isWaitedForAndFollowedMeanwhile() throws Exception {
        String name = paused("awaited");
        Process wait = HAKO.start("wait", name);
        Process logs = HAKO.start("logs", "--follow", name);
        HAKO.answer("unpause", name);
        HAKO.answer("stop", name);

        assertThat(wait.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(wait.getInputStream().readAllBytes(), UTF_8)).isEqualTo("3\n");
        assertThat(new String(logs.getInputStream().readAllBytes(), UTF_8)).endsWith("bye\n");
    }

    @Test
    @NeedsProgram("setpriv")
    void isRefusedWithARemedyToAUserWithoutAControlGroup() {
        try (Hako user = Hako.ofUser(UID)) {
            user.answer("run", "--detach", "--name", "free", "host", "sleep", "600");
            Result result = user.run("pause", "free");
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.error())
                    .startsWith(
                            "hako: cannot pause container \"free\": it has no control group that"
                                    + " this engine could freeze")
                    .contains("; hint: ", "Delegate=yes");
            assertThat(user.answer("ps", "--format", "{{.State}}")).isEqualTo("running");
        }
    }

    /// By a freezer of version 1, where there is one: what it holds cannot even be killed.
    @Test
    @NeedsProgram("setpriv")
    void holdsAContainerOfAUserWithAControlGroup() throws IOException {
        try (DelegatedCgroups cgroups = DelegatedCgroups.to(UID);
                Hako owner = Hako.ofUser(UID)) {
            Hako user = owner.within(cgroups.wrapper());
            user.answer("run", "--detach", "--name", "own", "host", "sleep", "600");
            user.answer("pause", "own");
            assertThat(user.answer("ps", "--format", "{{.State}}")).isEqualTo("paused");
            user.answer("kill", "own");
            assertThat(user.answer("wait", "own")).isEqualTo("137");
        }
    }
}
