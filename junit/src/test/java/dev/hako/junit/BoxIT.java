package dev.hako.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.hako.testing.NeedsRoot;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

/// What a test sees of its box, and what it is told of one that does not come up.
@NeedsRoot
class BoxIT {
    @RegisterExtension final Box box = Box.of("host", "sh", "-c", "echo up; sleep 600");

    @Test
    void runsCommandsAndKeepsTheirOutputsApart() {
        var run = box.exec("sh", "-c", "echo out; echo err >&2; exit 3");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.output()).isEqualTo("out\n");
        assertThat(run.error()).isEqualTo("err\n");
    }

    @Test
    void cannotBeAskedOutsideOfATest() {
        assertThatThrownBy(() -> Box.of("host", "true").container())
                .hasMessageContaining("@RegisterExtension");
    }

    @Test
    void saysWhyItDidNotComeUp() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(EndsTooSoon.class), selectClass(NeverReady.class))
                .execute()
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        finishedWithFailure(
                                message(text ->
                                        text.contains("before a line of its log matches \"ready\"")
                                                && text.contains("it has ended")
                                                && text.contains("no such table"))))
                .haveExactly(
                        1,
                        finishedWithFailure(
                                message(text -> text.contains("listens on port 1: not within"))));
    }

    /// Fails on purpose, when [BoxIT] runs it.
    static class EndsTooSoon {
        @RegisterExtension
        final Box box =
                Box.of("host", "sh", "-c", "echo no such table; exit 1")
                        .readyWhen(Readiness.logLine("ready"));

        @Test
        void cannotBegin() {
            throw new AssertionError("began");
        }
    }

    /// Fails on purpose, when [BoxIT] runs it.
    static class NeverReady {
        @RegisterExtension
        final Box box =
                Box.of("host", "sleep", "600")
                        .readyWhen(Readiness.listening(1))
                        .within(Duration.ofMillis(50));

        @Test
        void cannotBegin() {
            throw new AssertionError("began");
        }
    }
}
