package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Output in a real journal.
@NeedsRoot
@NeedsProgram({"unshare", "nsenter", "journalctl"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournaldIT {
    private static final Duration DEADLINE = Duration.ofSeconds(40);
    private final Hako outside = Hako.ofThisUser();
    private final TestJournal journal = TestJournal.below(outside.place());
    private final Hako hako = outside.within(journal.wrapper());

    JournaldIT() throws IOException {}

    @AfterAll
    void leaveNothing() {
        try (outside;
                journal) {
            outside.crashEngine();
        }
    }

    @Test
    void hasDockersFields() {
        String id =
                hako.answer(
                        "run",
                        "-d",
                        "--name",
                        "fields",
                        "--log-driver",
                        "journald",
                        "--log-opt",
                        "tag={{.Name}}/x",
                        "--log-opt",
                        "labels=com.tier",
                        "--log-opt",
                        "env=WHO",
                        "-l",
                        "com.tier=front",
                        "-e",
                        "WHO=me",
                        "host",
                        "sh",
                        "-c",
                        "echo whole; printf 'half' >&2");
        Await.until("both", DEADLINE, () -> journal.messages("CONTAINER_NAME=fields").size() == 2);
        assertThat(journal.entries("CONTAINER_NAME=fields").lines().toList())
                .contains(
                        "MESSAGE=whole",
                        "MESSAGE=half",
                        "PRIORITY=6",
                        "PRIORITY=3",
                        "CONTAINER_ID=" + id.substring(0, 12),
                        "CONTAINER_ID_FULL=" + id,
                        "CONTAINER_TAG=fields/x",
                        "SYSLOG_IDENTIFIER=fields/x",
                        "IMAGE_NAME=host",
                        "COM_TIER=front",
                        "WHO=me",
                        "CONTAINER_PARTIAL_MESSAGE=true");
        assertThat(hako.run("logs", "fields")).isEqualTo(new Result(0, "whole\n", "half"));
    }

    @Test
    void losesNothingWhenTheEngineIsKilledTimeAndAgain() {
        hako.answer(
                "run",
                "-d",
                "--name",
                "steady",
                "--log-driver",
                "journald",
                "host",
                "sh",
                "-c",
                "for i in $(seq 300); do echo $i; sleep 0.02; done");
        for (int death = 1; death <= 3; death++) {
            int some = death * 50;
            Await.until("some lines", DEADLINE, () -> told("steady").size() >= some);
            hako.crashEngine();
        }
        Await.until("the last line", DEADLINE, () -> told("steady").contains("300"));
        assertThat(told("steady").stream().distinct().toList())
                .isEqualTo(IntStream.rangeClosed(1, 300).mapToObj(String::valueOf).toList());
        assertThat(told("steady")).hasSizeLessThanOrEqualTo(303); // one more for each death
    }

    private List<String> told(String container) {
        return journal.messages("CONTAINER_NAME=" + container);
    }

    @Test
    void tellsSyslogThroughALocalSocket() {
        hako.answer(
                "run",
                "--name",
                "local",
                "--log-driver",
                "syslog",
                "--log-opt",
                "tag=local-tag",
                "--log-opt",
                "syslog-address=unixgram:///run/systemd/journal/dev-log",
                "host",
                "echo",
                "through syslog");
        Await.until(
                "the line",
                DEADLINE,
                () -> journal.messages("SYSLOG_IDENTIFIER=local-tag").contains("through syslog"));
    }
}
