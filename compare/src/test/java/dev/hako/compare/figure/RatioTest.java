package dev.hako.compare.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RatioTest {
    @Test
    void isTheMedianOverTheMedian() {
        assertThat(Ratio.of(Samples.of(1, 2, 9), Samples.of(4, 4, 4)).value()).isEqualTo(0.5);
    }

    @Test
    void samplesWithoutSpreadLeaveNoDoubt() {
        assertThat(Ratio.of(Samples.of(3, 3, 3), Samples.of(6, 6, 6)))
                .isEqualTo(new Ratio(0.5, 0.5, 0.5));
    }

    @Test
    void theIntervalHoldsTheTruthAndNarrowsWithMoreSamples() {
        Ratio few = Ratio.of(noisy(10, 20, 1), noisy(20, 20, 2));
        Ratio many = Ratio.of(noisy(10, 2000, 3), noisy(20, 2000, 4));
        assertThat(many.low()).isLessThan(0.5);
        assertThat(many.high()).isGreaterThan(0.5);
        assertThat(many.high() - many.low()).isLessThan(few.high() - few.low());
    }

    @Test
    void isTheSameForTheSameSamples() {
        Samples ours = noisy(10, 50, 1);
        Samples theirs = noisy(10, 50, 2);
        assertThat(Ratio.of(ours, theirs)).isEqualTo(Ratio.of(ours, theirs));
    }

    @Test
    void refusesToDivideByNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ratio.of(Samples.of(1), Samples.of(0, 0, 1)));
    }

    @Test
    void aDifferenceMayBeBelowNothingNowAndThen() {
        Ratio ratio = Ratio.of(Samples.of(4, 4, 4), Samples.of(-1, 8, 8, 8, -1));
        assertThat(ratio.value()).isEqualTo(0.5);
        assertThat(ratio.low()).isPositive();
        assertThat(ratio.high()).isEqualTo(0.5);
    }

    private static Samples noisy(double centre, int count, long seed) {
        Random random = new Random(seed);
        return Samples.of(
                DoubleStream.generate(() -> centre * (0.5 + random.nextDouble())).limit(count));
    }
}
