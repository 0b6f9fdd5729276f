package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Health checks of containers that run.
@NeedsRoot
class HealthIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String STATUS = "{{.State.Health.Status}}";
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static void run(String name, String test, String... options) {
        String[] words = new String[options.length + 12];
        String[] head = {"run", "-d", "--name", name, "--health-cmd", test};
        String[] middle = {"--health-interval", "200ms"};
        String[] tail = {"host", "sh", "-c", "echo yes > /tmp/works; sleep 600"};
        System.arraycopy(head, 0, words, 0, 6);
        System.arraycopy(middle, 0, words, 6, 2);
        System.arraycopy(options, 0, words, 8, options.length);
        System.arraycopy(tail, 0, words, 8 + options.length, 4);
        HAKO.answer(words);
    }

    private static void await(String name, String status) {
        Await.until(
                name + " to be " + status,
                DEADLINE,
                () -> HAKO.answer("inspect", "-f", STATUS, name).equals(status));
    }

    private static String status(String name) {
        return HAKO.answer("ps", "--filter", "name=" + name, "--format", "{{.Status}}");
    }

    @Test
    void tellsWhetherAContainerWorks() {
        run("fickle", "cat /tmp/works", "--health-retries", "2");
        await("fickle", "healthy");
        assertThat(status("fickle")).endsWith("(healthy)");
        assertThat(HAKO.answer("inspect", "-f", "{{(index .State.Health.Log 0).Output}}", "fickle"))
                .isEqualTo("yes");
        HAKO.answer("exec", "fickle", "rm", "/tmp/works");
        await("fickle", "unhealthy");
        assertThat(status("fickle")).endsWith("(unhealthy)");
        assertThat(HAKO.answer("ps", "-q", "--filter", "health=unhealthy")).isNotEmpty();
        HAKO.answer("exec", "fickle", "sh", "-c", "echo again > /tmp/works");
        await("fickle", "healthy");
    }

    @Test
    void failuresInTheStartPeriodDoNotCount() {
        run("slow", "exit 3", "--health-start-period", "600s", "--health-start-interval", "100ms");
        Await.until(
                "five failures",
                DEADLINE,
                () ->
                        HAKO.answer("inspect", "-f", "{{len .State.Health.Log}}", "slow")
                                .equals("5"));
        assertThat(status("slow")).endsWith("(health: starting)");
        assertThat(
                        HAKO.answer(
                                "inspect",
                                "-f",
                                "{{.State.Health.FailingStreak}}"
                                        + " {{(index .State.Health.Log 4).ExitCode}}",
                                "slow"))
                .isEqualTo("0 3");
    }

    @Test
    void endsATestThatTakesTooLong() {
        run("stuck", "sleep 600", "--health-timeout", "100ms", "--health-retries", "1");
        await("stuck", "unhealthy");
        assertThat(HAKO.answer("inspect", "-f", "{{(index .State.Health.Log 0).Output}}", "stuck"))
                .contains("exceeded timeout (100 ms)");
    }

    @Test
    void keepsAtMostFourThousandBytesOfATestsOutput() {
        run("loud", "head -c 100000 /dev/zero | tr '\\0' x");
        await("loud", "healthy");
        assertThat(HAKO.answer("inspect", "-f", "{{(index .State.Health.Log 0).Output}}", "loud"))
                .hasSize(4096);
    }

    @Test
    void goesOnWhenTheEngineWasKilled() {
        run("watched", "cat /tmp/works");
        await("watched", "healthy");
        HAKO.crashEngine();
        Await.until("an engine again", DEADLINE, () -> HAKO.engine().isPresent());
        await("watched", "healthy");
    }

    @Test
    void isRememberedWhenTheEngineWasKilled() {
        run("ailing", "echo $RANDOM; exit 3", "--health-interval", "50ms");
        Await.until("failures", DEADLINE, () -> streak("ailing") > 10);
        HAKO.crashEngine();
        assertThat(status("ailing")).endsWith("(unhealthy)");
        assertThat(streak("ailing")).isGreaterThan(10);
        assertThat(HAKO.answer("inspect", "-f", "{{len .State.Health.Log}}", "ailing"))
                .isEqualTo("5");
        HAKO.answer("restart", "-t", "0", "ailing");
        assertThat(streak("ailing")).isLessThan(10);
    }

    private static int streak(String name) {
        return Integer.parseInt(
                HAKO.answer("inspect", "-f", "{{.State.Health.FailingStreak}}", name));
    }

    @Test
    void testsThemselvesAreNoEvents() {
        run("quiet", "true", "--health-interval", "50ms");
        await("quiet", "healthy");
        HAKO.answer("exec", "quiet", "true");
        String[] words = {
            "events",
            "--since",
            "1h",
            "--until",
            "0s",
            "--filter",
            "container=quiet",
            "--format",
            "{{.Action}}"
        };
        assertThat(HAKO.answer(words).lines().filter(line -> line.startsWith("exec_create")))
                .containsExactly("exec_create: true");
    }

    @Test
    void tellsOfEachChange() {
        run("told", "true");
        await("told", "healthy");
        String[] words = {
            "events",
            "--since",
            "1h",
            "--until",
            "0s",
            "--filter",
            "container=told",
            "--filter",
            "event=health_status",
            "--format",
            "{{.Action}}"
        };
        Await.until(
                "the event", DEADLINE, () -> HAKO.answer(words).equals("health_status: healthy"));
    }

    @Test
    void goesOnAfterAPause() {
        run("held", "cat /tmp/works", "--health-retries", "1");
        await("held", "healthy");
        HAKO.answer("pause", "held");
        assertThat(status("held")).endsWith("(Paused)");
        HAKO.answer("unpause", "held");
        await("held", "healthy");
        HAKO.answer("exec", "held", "rm", "/tmp/works");
        await("held", "unhealthy");
    }

    @Test
    void refusesWhatDockerRefuses() {
        Result both = HAKO.run("run", "--no-healthcheck", "--health-cmd", "true", "host", "true");
        assertThat(both.status()).isEqualTo(125);
        assertThat(both.error()).contains("--no-healthcheck conflicts with --health-* options");
        Result small = HAKO.run("run", "--health-interval", "10us", "host", "true");
        assertThat(small.error()).contains("must be 0s or at least 1ms");
    }

    @Test
    void hasNoHealthWithoutACheck() {
        HAKO.answer("run", "-d", "--name", "plain", "host", "sleep", "600");
        assertThat(status("plain")).doesNotContain("(");
        assertThat(HAKO.answer("ps", "--filter", "health=none", "--format", "{{.Names}}"))
                .contains("plain");
    }
}
