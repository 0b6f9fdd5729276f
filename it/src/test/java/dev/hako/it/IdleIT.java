package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What a container takes that does nothing.
@NeedsRoot
class IdleIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int MOST_KIB = 40;
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    @Test
    void theMonitorOfASingleContainerIsSmall() {
        HAKO.answer("run", "--detach", "--name", "quiet", "host", "sleep", "600");
        Await.until("a small monitor", DEADLINE, () -> kib(monitor("quiet")) <= MOST_KIB);
    }

    @Test
    void itIsSmallAgainAfterMuchOutputAndStillServes() {
        String script = "seq 100000; read line; echo $line";
        HAKO.answer("run", "--detach", "-i", "--name", "loud", "host", "sh", "-c", script);
        Await.until("the output", DEADLINE, () -> lastLine("loud").equals("100000"));
        Await.until("a small monitor", DEADLINE, () -> kib(monitor("loud")) <= MOST_KIB);

        HAKO.shell("echo heard | hako attach --sig-proxy=false loud");
        assertThat(HAKO.answer("wait", "loud")).isEqualTo("0");
        assertThat(lastLine("loud")).isEqualTo("heard");
    }

    private static String lastLine(String container) {
        return HAKO.answer("logs", "--tail", "1", container);
    }

    private static long monitor(String container) {
        String pid = HAKO.answer("inspect", "--format", "{{.State.Pid}}", container);
        return ProcessHandle.of(Long.parseLong(pid))
                .flatMap(ProcessHandle::parent)
                .orElseThrow()
                .pid();
    }

    /// A process's own memory and its share of what it has in common with others.
    private static long kib(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
