package dev.hako.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.app.explain.Timeline.Moment;
import dev.hako.engine.timeline.StartStage;
import dev.hako.engine.timeline.StartTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationTest {
    private static final Path GOLDEN = Path.of("../plan/src/test/resources/dev/hako/plan/golden");
    private static final Instant BEGUN = Instant.parse("2026-01-02T03:04:05Z");

    static List<Path> goldenPlans() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("goldenPlans")
    void everyStepOfAPlanHasAReason(Path plan) throws IOException {
        List<String> intents =
                Files.readAllLines(plan).stream()
                        .filter(line -> line.matches("[a-z].*") && !line.startsWith("note: "))
                        .toList();
        assertThat(intents).isNotEmpty().allMatch(intent -> Reason.of(intent).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "install the seccomp filter,RIGHTS",
        "keep capabilities over the change of user,RIGHTS",
        "mask \"/proc/kcore\",KERNEL_FILES",
        "make read-only \"/\",ROOT",
        "make read-only \"/proc/sys\",KERNEL_FILES",
        "set memory.limit_in_bytes of \"/hako/c1\",CGROUP",
        "set the resource limit \"nofile\",PROCESS",
        "run \"sh\",PROGRAM"
    })
    void knowsWhereAStepBelongs(String intent, Stage stage) {
        assertThat(Reason.of(intent).map(Reason::stage)).contains(stage);
    }

    @Test
    void aTimelineCountsFromTheMomentBefore() {
        StartTimeline start =
                new StartTimeline(
                        BEGUN,
                        Map.of(
                                StartStage.IMAGE, Duration.ofNanos(50_000),
                                StartStage.PROGRAM, Duration.ofMillis(4)));
        List<Moment> moments = Timeline.of(start, Optional.of(BEGUN.plusMillis(5))).moments();
        assertThat(moments).extracting(Moment::name).containsExactly("image", "program", "output");
        assertThat(moments)
                .extracting(moment -> Timeline.shown(moment.took()))
                .containsExactly("50 µs", "4.0 ms", "1.0 ms");
    }

    @Test
    void outputThatIsThereBeforeTheEngineKnowsTakesNoTime() {
        StartTimeline start =
                new StartTimeline(BEGUN, Map.of(StartStage.PROGRAM, Duration.ofMillis(4)));
        assertThat(Timeline.of(start, Optional.of(BEGUN.plusMillis(3))).moments().getLast().took())
                .isZero();
    }

    @Test
    void keepsToItsWidthAndShowsNothingThatATerminalObeys() {
        Page page = new Page(40, false);
        page.paragraph(3, "many words \u001b[2J " + "of some length ".repeat(20));
        assertThat(page.toString()).doesNotContain("\u001b");
        assertThat(page.toString().lines()).allMatch(line -> line.length() <= 40);
    }
}
