package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The life of a container that nobody is attached to.
@NeedsRoot
class LifeIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static String detached(String name, String script) {
        return HAKO.answer("run", "--detach", "--name", name, "host", "sh", "-c", script);
    }

    private static void awaitLog(String container, String text) {
        Await.until(
                "\"" + text + "\" in the log",
                DEADLINE,
                () -> HAKO.run("logs", container).output().contains(text));
    }

    @Test
    void printsTheIdOfADetachedContainer() {
        assertThat(detached("with-id", "true")).matches("[0-9a-f]{64}");
    }

    @Test
    void keepsTheLogOfADetachedContainer() {
        detached("talker", "echo out; echo err >&2");
        assertThat(HAKO.answer("wait", "talker")).isEqualTo("0");
        assertThat(HAKO.run("logs", "talker")).isEqualTo(new Result(0, "out\n", "err\n"));
    }

    @Test
    void waitsForTheExitStatus() {
        detached("quitter", "sleep 0.2; exit 7");
        assertThat(HAKO.answer("wait", "quitter")).isEqualTo("7");
    }

    @Test
    void listsRunningContainersByName() {
        detached("listed", "sleep 600");
        assertThat(HAKO.answer("ps")).contains("listed");
        HAKO.answer("rm", "--force", "listed");
        assertThat(HAKO.answer("ps", "--all")).doesNotContain("listed");
    }

    @Test
    void stopsAContainerBySignal() {
        detached("polite", "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.1; done");
        awaitLog("polite", "ready");
        HAKO.answer("stop", "polite");
        assertThat(HAKO.answer("wait", "polite")).isEqualTo("3");
        awaitLog("polite", "bye");
    }

    @Test
    void killsAContainerThatDoesNotStop() {
        detached("stubborn", "trap '' TERM; echo ready; while :; do sleep 0.1; done");
        awaitLog("stubborn", "ready");
        HAKO.answer("stop", "--time", "1", "stubborn");
        assertThat(HAKO.answer("wait", "stubborn")).isEqualTo("137");
    }

    @Test
    void whatWasKilledCanBeRemoved() {
        for (int i = 0; i < 10; i++) {
            detached("killed", "sleep 600");
            HAKO.answer("kill", "killed");
            HAKO.answer("rm", "killed");
        }
    }

    @Test
    void startsAContainerAgain() {
        detached("again", "echo once more");
        HAKO.answer("wait", "again");
        HAKO.answer("start", "again");
        HAKO.answer("wait", "again");
        assertThat(HAKO.answer("logs", "again")).isEqualTo("once more\nonce more");
    }

    @Test
    void runsAnotherProgramInsideARunningContainer() {
        detached("host-of-another", "echo here > /tmp/mark; sleep 600");
        assertThat(HAKO.run("exec", "host-of-another", "sh", "-c", "cat /tmp/mark; exit 5"))
                .isEqualTo(new Result(5, "here\n", ""));
    }

    @Test
    void refusesANameThatIsTaken() {
        detached("taken", "true");
        Result result = HAKO.run("run", "--name", "taken", "host", "true");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.error()).contains("\"taken\"");
    }

    @Test
    void refusesToRemoveWhatRuns() {
        detached("busy", "sleep 600");
        assertThat(HAKO.run("rm", "busy").status()).isNotZero();
        HAKO.answer("rm", "--force", "busy");
    }

    @Test
    void whatComesAfterTheEndForAClientDoesSoForTheEngine() {
        HAKO.answer("create", "--name", "again", "host", "true");
        Result result =
                HAKO.shell(
                        "for i in 1 2 3 4 5 6 7 8 9 10; do hako start -a again || exit; done; hako rm again");
        assertThat(result).isEqualTo(Result.printed("again\n"));
    }
}
