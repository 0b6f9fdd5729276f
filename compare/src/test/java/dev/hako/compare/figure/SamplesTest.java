package dev.hako.compare.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void theMedianOfAnOddNumberIsTheOneInTheMiddle() {
        assertThat(Samples.of(9, 1, 5).median()).isEqualTo(5);
    }

    @Test
    void theMedianOfAnEvenNumberIsHalfWayBetweenTheTwoInTheMiddle() {
        assertThat(Samples.of(1, 2, 4, 100).median()).isEqualTo(3);
    }

    @Test
    void percentilesLieBetweenRanksByStraightLine() {
        Samples samples = Samples.of(0, 10, 20, 30, 40);
        assertThat(samples.percentile(0)).isZero();
        assertThat(samples.percentile(10)).isEqualTo(4);
        assertThat(samples.percentile(90)).isEqualTo(36);
        assertThat(samples.percentile(100)).isEqualTo(40);
    }

    @Test
    void aSingleSampleIsEveryPercentile() {
        assertThat(Samples.of(7).percentile(90)).isEqualTo(7);
    }

    @Test
    void theDeviationIsTheMedianDistanceFromTheMedian() {
        assertThat(Samples.of(1, 1, 2, 2, 4, 6, 9).deviation()).isEqualTo(1);
    }

    @Test
    void anOutlierMovesTheMeanButNotTheMedian() {
        Samples samples = Samples.of(1, 1, 1, 1, 996);
        assertThat(samples.mean()).isEqualTo(200);
        assertThat(samples.median()).isEqualTo(1);
    }

    @Test
    void theCallersArrayIsLeftAsItWas() {
        double[] values = {3, 1, 2};
        Samples.of(values);
        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void refusesNothingAndWhatIsNotANumber() {
        assertThatIllegalArgumentException().isThrownBy(Samples::of);
        assertThatIllegalArgumentException().isThrownBy(() -> Samples.of(1, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Samples.of(1).percentile(101));
    }
}
