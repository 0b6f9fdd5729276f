package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The processes of a container, as its host sees them.
@NeedsRoot
@NeedsProgram("ps")
class TopIT {
    private static final int UID = 64_034;
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private static void start(String name, String... command) {
        String[] words = new String[command.length + 5];
        List<String> head = List.of("run", "--detach", "--name", name, "host");
        head.toArray(words);
        System.arraycopy(command, 0, words, head.size(), command.length);
        HAKO.answer(words);
    }

    @Test
    void showsTheColumnsOfDocker() {
        start("listed", "sh", "-c", "sleep 601 & sleep 602");
        HAKO.answer("exec", "--detach", "listed", "sleep", "603");
        String pid = HAKO.answer("inspect", "--format", "{{.State.Pid}}", "listed");
        List<String> lines = HAKO.answer("top", "listed").lines().toList();
        assertThat(lines.getFirst()).matches("UID +PID +PPID +C +STIME +TTY +TIME +CMD");
        assertThat(lines.subList(1, lines.size()))
                .hasSize(4)
                .anyMatch(line -> line.matches("root +" + pid + " +\\d+ .* sh -c sleep 601 .*"))
                .anyMatch(line -> line.endsWith(" sleep 601"))
                .anyMatch(line -> line.endsWith(" sleep 602"))
                .anyMatch(line -> line.endsWith(" sleep 603"));
    }

    @Test
    void passesOptionsOnToPs() {
        start("optional", "sleep", "604");
        String pid = HAKO.answer("inspect", "--format", "{{.State.Pid}}", "optional");
        assertThat(HAKO.answer("top", "optional", "-eo", "pid,args"))
                .matches("PID +COMMAND\n" + pid + " +sleep 604");
        assertThat(HAKO.run("top", "optional", "-eo", "args").error())
                .isEqualTo(
                        "hako: cannot list the processes of container \"optional\": what `ps` prints"
                                + " with these options has no column PID; hint: add it, as in `-o"
                                + " pid,args`\n");
        assertThat(HAKO.run("top", "optional", "--nonesuch"))
                .extracting(Result::status)
                .isEqualTo(1);
    }

    @Test
    void showsACommandLineHarmlessly() {
        start("evil", "sh", "-c", "sleep 600 # \u001b[2J\u202e");
        assertThat(HAKO.answer("top", "evil"))
                .contains("sleep 600 #")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void refusesAContainerThatDoesNotRun() {
        HAKO.answer("create", "--name", "still", "host", "true");
        Result result = HAKO.run("top", "still");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.error())
                .startsWith(
                        "hako: cannot list the processes of container \"still\": it is not running");
    }

    @Test
    @NeedsProgram("setpriv")
    void tellsProcessesApartForAUserWithoutAControlGroup() {
        try (Hako user = Hako.ofUser(UID)) {
            user.answer("run", "--detach", "--name", "one", "host", "sleep", "611");
            user.answer("run", "--detach", "--name", "two", "host", "sleep", "612");
            user.answer("exec", "--detach", "one", "sleep", "613");
            assertThat(user.answer("top", "one"))
                    .contains("sleep 611", "sleep 613")
                    .doesNotContain("sleep 612");
        }
    }
}
