package dev.hako.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// `hako wait` in Podman's words.
@NeedsRoot
class WaitIT {
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static Process waiting(String... words) {
        String[] line = new String[words.length + 1];
        line[0] = "wait";
        System.arraycopy(words, 0, line, 1, words.length);
        return HAKO.start(line);
    }

    private static String answer(Process waiting) throws IOException, InterruptedException {
        assertThat(waiting.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new String(waiting.getInputStream().readAllBytes(), UTF_8).strip();
    }

    @Test
    void waitsForAState() throws Exception {
        HAKO.answer("create", "--name", "states", "host", "sleep", "600");
        assertThat(HAKO.answer("wait", "--condition", "created", "states")).isEqualTo("-1");
        Process running = waiting("--condition", "running", "-i", "20ms", "states");
        HAKO.answer("start", "states");
        assertThat(answer(running)).isEqualTo("-1");
        Process paused = waiting("--condition=paused", "--interval=20", "states");
        HAKO.answer("pause", "states");
        assertThat(answer(paused)).isEqualTo("-1");
        HAKO.answer("rm", "-f", "states");
    }

    @Test
    void waitsForTheFirstOfSeveral() throws Exception {
        HAKO.answer("run", "-d", "--name", "several", "host", "sleep", "600");
        Process either = waiting("--condition", "paused", "--condition", "exited", "several");
        HAKO.answer("kill", "several");
        assertThat(answer(either)).isEqualTo("137");
    }

    @Test
    void waitsForHealth() throws Exception {
        HAKO.answer(
                "run",
                "-d",
                "--name",
                "patient",
                "--health-interval",
                "50ms",
                "--health-retries",
                "1",
                "--health-cmd",
                "test ! -e /tmp/ill",
                "host",
                "sleep",
                "600");
        assertThat(HAKO.answer("wait", "--condition", "healthy", "patient")).isEqualTo("-1");
        HAKO.answer("exec", "patient", "touch", "/tmp/ill");
        assertThat(HAKO.answer("wait", "--condition", "unhealthy", "patient")).isEqualTo("-1");
    }

    @Test
    void passesOverWhatIsNotThere() {
        assertThat(HAKO.run("wait", "nobody").status()).isEqualTo(1);
        assertThat(HAKO.answer("wait", "--ignore", "nobody")).isEqualTo("-1");
        assertThat(HAKO.run("wait", "--condition", "elsewhere", "x").error())
                .contains("unknown condition", "healthy");
    }

    @Test
    void aRemovalEndsEveryWait() throws Exception {
        HAKO.answer("create", "--name", "doomed", "host", "true");
        Process running = waiting("--condition", "running", "doomed");
        HAKO.answer("rm", "doomed");
        assertThat(answer(running)).isEmpty();
        assertThat(running.exitValue()).isEqualTo(1);
    }
}
