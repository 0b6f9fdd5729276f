package dev.hako.isolation.contract;

import static dev.hako.isolation.WithoutEngine.LIVES_ON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.isolation.LogSettings;
import dev.hako.isolation.MonitorSettings;
import dev.hako.isolation.WindowSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a program reads and writes.
abstract class StreamsContract extends ContractStage {
    @Test
    void keepsOutputAndErrorApart() throws IOException {
        var saying = stage().subject("say", "to output").start();
        var warning = stage().subject("warn", "to error").start();

        assertThat(saying.client().awaitExit()).isZero();
        assertThat(saying.client().output()).isEqualTo("to output\n");
        assertThat(saying.client().error()).isEmpty();
        assertThat(warning.client().awaitExit()).isZero();
        assertThat(warning.client().error()).isEqualTo("to error\n");
        assertThat(warning.client().output()).isEmpty();
    }

    @Test
    void carriesInputToItsEnd() throws IOException {
        var running = stage().subject("cat").start();
        running.client().write("first ");
        running.client().awaitOutput("first");
        running.client().write("second");
        running.client().endInput();

        assertThat(running.client().awaitExit()).isZero();
        assertThat(running.client().output()).isEqualTo("first second");
    }

    @Test
    void findsNoInputWhereNoneIsOpen() throws IOException {
        var running = stage().subject("cat").withoutInput().start();

        assertThat(running.client().awaitExit()).isZero();
        assertThat(running.client().output()).isEmpty();
    }

    @Test
    void losesNothingOfMuchOutput() throws IOException {
        byte[] much = "0123456789abcdef".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        stage().root().file("/much", much);
        var running = stage().subject("show", "/much").start();

        assertThat(running.client().awaitExit()).isZero();
        assertThat(running.client().output()).hasSize(much.length);
    }

    @Test
    void givesATerminal() throws IOException {
        var running = stage().subject("tty").terminal(24, 80).start();

        assertThat(running.client().awaitExit()).isZero();
        assertThat(running.client().output()).startsWith("111 /dev/");
    }

    @Test
    void givesNoTerminalUnasked() throws IOException {
        var running = stage().subject("tty").start();

        assertThat(running.client().awaitExit()).isZero();
        assertThat(running.client().output()).isEqualTo("000 none\n");
    }

    @Test
    void givesTheTerminalItsFirstSize() throws IOException {
        var running = stage().subject("window").terminal(12, 34).start();

        running.client().awaitOutput("12 34");
    }

    @Test
    void resizesTheTerminalForItsClient() throws IOException {
        var running = stage().subject("window").terminal(12, 34).start();
        running.client().awaitOutput("12 34");
        running.client().resize(56, 78);

        running.client().awaitOutput("56 78");
        assertThat(running.client().awaitExit()).isZero();
    }

    @Test
    void resizesTheTerminalForTheEngine() throws IOException {
        var running = stage().subject("window").terminal(12, 34).start();
        running.client().awaitOutput("12 34");
        running.task().resize(new WindowSize(56, 78));

        running.client().awaitOutput("56 78");
    }

    @Test
    void keepsInputOpenForTheNextClientIfAskedTo() throws IOException {
        var running =
                stage().subject("cat")
                        .monitor(new MonitorSettings(false, false, false, LIVES_ON))
                        .start();
        running.client().write("first ");
        running.client().endInput();
        running.client().awaitOutput("first");
        Client next = stage().attach(running.task(), Draft.ALL);
        next.write("second");

        next.awaitOutput("second");
        assertThat(running.task().exit()).isNotDone();
    }

    @Test
    void logsEachLineWithItsTimeAndStream() throws Exception {
        Path log = stage().folder().resolve("log");
        var running = stage().subject("say", "logged").log(LogSettings.own(log, 0, 1)).start();

        assertThat(running.client().awaitExit()).isZero();
        LifecycleContract.end(running.task());
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z stdout F logged");
    }

    @Test
    void writesALogThatWasOpenedAgain() throws Exception {
        Path log = stage().folder().resolve("log");
        var running = stage().subject("cat").log(LogSettings.own(log, 0, 1)).start();
        running.client().write("before\n");
        running.client().awaitOutput("before");
        Files.move(log, stage().folder().resolve("log.old"));
        running.task().reopenLog();
        running.client().write("after\n");
        running.client().endInput();

        assertThat(running.client().awaitExit()).isZero();
        LifecycleContract.end(running.task());
        assertThat(Files.readString(stage().folder().resolve("log.old"))).contains("before");
        assertThat(Files.readString(log)).contains("after").doesNotContain("before");
    }
}
