package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `hako compare run`: one command in several isolations.
@NeedsRoot
@NeedsProgram("busybox")
class CompareRunIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Hako HAKO = Hako.ofThisUser();

    @BeforeAll
    static void bringImage() throws IOException {
        BusyboxTree.make(HAKO.place().resolve("tree"), 0);
        GuestKernels.bringImage(HAKO, "tree", "box");
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    @AfterEach
    void noContainerIsLeft() {
        assertThat(HAKO.answer("ps", "-aq")).isEmpty();
    }

    private static Result compare(String words) {
        return HAKO.shell("hako compare run " + words);
    }

    @Test
    void findsACommandEqualThatAlwaysDoesTheSame() {
        Result result =
                compare("--isolation namespace box -- sh -c 'echo hi; echo x > /root/f; exit 3'");
        assertThat(result.output())
                .contains(
                        "namespace: exit code 3, 3 bytes of output, 0 of errors, 2 files written, ")
                .contains("namespace again: exit code 3, 3 bytes")
                .containsPattern("[1-9][0-9]* calls refused")
                .endsWith("equal: exit code, output, errors, files written\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void findsOutWhatDiffersByChance() {
        Result result =
                compare(
                        "--isolation namespace box -- sh -c 'cat /proc/sys/kernel/random/uuid | tee /root/f'");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .containsPattern("different output: line 1: .*as between two runs")
                .contains("different files written: \"A /root/f\" has other contents (as between")
                .endsWith("equal: exit code, errors\n");
    }

    @Test
    void findsACommandEqualBehindAKernelOfItsOwn() throws IOException {
        GuestKernels.bring(HAKO);
        Result result = compare("box -- sh -c 'echo hi; echo x > /root/f; id; exit 3'");
        assertThat(result.output())
                .contains("unikernel: exit code 3")
                .endsWith("equal: exit code, output, errors, files written\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void saysWhatAnotherKernelDoesOtherwise() throws IOException {
        GuestKernels.bring(HAKO);
        Result result = compare("--json --isolation namespace,unikernel box uname -r");
        assertThat(result.status()).isEqualTo(1);
        JsonObject json = JsonParser.parseString(result.output()).getAsJsonObject();
        assertThat(json.get("equal").getAsBoolean()).isFalse();
        assertThat(json.getAsJsonArray("differences")).hasSize(1);
        JsonObject difference = json.getAsJsonArray("differences").get(0).getAsJsonObject();
        assertThat(difference.get("aspect").getAsString()).isEqualTo("output");
        assertThat(difference.get("byChance").getAsBoolean()).isFalse();
        for (JsonElement run : json.getAsJsonArray("runs")) {
            boolean again = run.getAsJsonObject().get("name").getAsString().endsWith(" again");
            assertThat(run.getAsJsonObject().has("refusedCalls")).isNotEqualTo(again);
        }
    }

    @Test
    void saysWhereACommandCannotRun() {
        Result some = compare("--isolation namespace,nonsense box true");
        assertThat(some.status()).isEqualTo(1);
        assertThat(some.output()).contains("nonsense: not run: ");
        Result none = compare("--isolation nonsense box true");
        assertThat(none.status()).isEqualTo(125);
        assertThat(none.error())
                .endsWith("hako: cannot compare what a command does: it ran in no isolation\n");
        assertThat(compare("--isolation 'a;b' box true").status()).isEqualTo(125);
    }

    @Test
    void leavesNothingWhenItIsKilled() {
        Process process =
                HAKO.start("compare", "run", "--isolation", "namespace", "box", "sleep", "600");
        Await.until("its container", DEADLINE, () -> !HAKO.answer("ps", "-q").isEmpty());
        process.destroyForcibly();
        Await.until("nothing is left", DEADLINE, () -> HAKO.answer("ps", "-aq").isEmpty());
    }
}
