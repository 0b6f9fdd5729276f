package dev.hako.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./dev report`, on test reports that are made up.
class DevTest {
    private record Answer(int status, String output) {}

    @TempDir Path checkout;

    @BeforeEach
    void copyTheScript() throws IOException {
        Files.copy(Sources.ROOT.resolve("dev"), checkout.resolve("dev"));
    }

    @Test
    void addsUpTheTestsOfAllModules() throws Exception {
        write("a/target/surefire-reports/TEST-a.xml", suite(3, 0, 0, ""));
        write("b/c/target/failsafe-reports/TEST-b.xml", suite(4, 0, 0, ""));
        assertThat(report()).isEqualTo(new Answer(0, "7 passed, 0 failed, 0 skipped\n"));
    }

    @Test
    void failsWhenATestFailed() throws Exception {
        String failure =
                """
                <testcase name="works" classname="dev.hako.ThingTest" time="0.1">
                  <failure message="expected: &quot;a&quot;&#10; but was: b" type="x">at …</failure>
                </testcase>
                """;
        write("a/target/surefire-reports/TEST-a.xml", suite(3, 1, 0, failure));
        String line = "failed: dev.hako.ThingTest.works: expected: \"a\"\n";
        assertThat(report()).isEqualTo(new Answer(1, line + "2 passed, 1 failed, 0 skipped\n"));
    }

    @Test
    void namesWhatPassedAtTheSecondTryOnly() throws Exception {
        String flaky =
                """
                <testcase name="works" classname="dev.hako.ThingTest" time="0.1">
                  <flakyFailure message="waited for it" type="x">at …</flakyFailure>
                </testcase>
                """;
        write("a/target/surefire-reports/TEST-a.xml", suite(3, 0, 0, flaky));
        String line = "passed at the second try: dev.hako.ThingTest.works: waited for it\n";
        assertThat(report()).isEqualTo(new Answer(0, line + "3 passed, 0 failed, 0 skipped\n"));
    }

    @Test
    void countsTheTestsInCToo() throws Exception {
        write(
                "launcher/target/test.log",
                """
                == plan on aarch64
                skipped kills the child: this emulator has no clone3
                failed  ends: what it does
                5 passed, 1 failed, 1 skipped
                """);
        assertThat(report())
                .isEqualTo(
                        new Answer(
                                1,
                                """
                                skipped: kills the child: this emulator has no clone3
                                failed: launcher: ends: what it does
                                5 passed, 1 failed, 1 skipped
                                """));
    }

    @Test
    void failsWhenThereWasNoTest() throws Exception {
        assertThat(report()).isEqualTo(new Answer(1, "0 passed, 0 failed, 0 skipped\n"));
    }

    @Test
    void saysWhyATestWasSkipped() throws Exception {
        String reason = "needs program no-such: it is not on the PATH";
        write("a/target/surefire-reports/TEST-a.xml", suite(2, 0, 1, skip(reason)));
        assertThat(report())
                .isEqualTo(
                        new Answer(
                                0,
                                "skipped: dev.hako.ThingIT.works: "
                                        + reason
                                        + "\n1 passed, 0 failed, 1 skipped\n"));
    }

    @Test
    void failsOnASkipThatTheMachineDoesNotExplain() throws Exception {
        String reason = "needs program sh: it is not on the PATH";
        write("a/target/surefire-reports/TEST-a.xml", suite(2, 0, 1, skip(reason)));
        Answer answer = report();
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.output()).startsWith("skipped without need: dev.hako.ThingIT.works: ");
    }

    @Test
    void failsOnASkipThatNamesNoNeed() throws Exception {
        write("a/target/surefire-reports/TEST-a.xml", suite(2, 0, 1, skip("flaky")));
        assertThat(report().status()).isEqualTo(1);
    }

    private Answer report() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("bash", "dev", "report")
                        .directory(checkout.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Answer(process.waitFor(), output);
    }

    private void write(String name, String text) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String suite(int tests, int failures, int skipped, String cases) {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite name="dev.hako.Thing" time="0.1" tests="%d" errors="0" skipped="%d" failures="%d">
        %s
        </testsuite>
        """
                .formatted(tests, skipped, failures, cases);
    }

    private static String skip(String reason) {
        return """
        <testcase name="works" classname="dev.hako.ThingIT" time="0.0">
          <skipped message="%s"/>
        </testcase>
        """
                .formatted(reason);
    }
}
