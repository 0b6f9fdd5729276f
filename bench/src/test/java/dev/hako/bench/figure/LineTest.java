package dev.hako.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.bench.figure.Target.Verdict;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;
import org.junit.jupiter.api.Test;

class LineTest {
    @Test
    void aFigureAtItsLimitMeetsTheTarget() {
        assertThat(size(64).verdict()).isEqualTo(Verdict.MET);
        assertThat(size(65).verdict()).isEqualTo(Verdict.MISSED);
    }

    @Test
    void aRatioIsHeldAgainstItsLimitAndNotTheFigures() {
        assertThat(faster(0.5).verdict()).isEqualTo(Verdict.MET);
        assertThat(faster(0.49).verdict()).isEqualTo(Verdict.MISSED);
    }

    @Test
    void whatHasNoTargetHasNoVerdict() {
        assertThat(Line.of("x", Unit.TIME, 1, Target.none()).verdict()).isEqualTo(Verdict.NONE);
    }

    @Test
    void whatCouldNotBeMeasuredIsMissed() {
        assertThat(Line.failed("x", "no engine runs").verdict()).isEqualTo(Verdict.MISSED);
    }

    private static Line size(double bytes) {
        return Line.of("size", Unit.MEMORY, bytes, new Target.AtMost(64));
    }

    private static Line faster(double limit) {
        return Line.compared(
                "run",
                Unit.TIME,
                Samples.of(5),
                "crun",
                Samples.of(10),
                new Target.RatioAtMost(limit));
    }
}
