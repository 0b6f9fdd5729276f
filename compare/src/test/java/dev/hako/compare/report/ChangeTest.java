package dev.hako.compare.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ChangeTest {
    private static final double[] BEFORE = {100, 101, 99, 100, 102, 98, 100, 101, 99, 100};

    @Test
    void callsSignificantWhatChanceHardlyDoes() {
        assertThat(verdict(1.3)).isEqualTo("worse");
        assertThat(verdict(0.7)).isEqualTo("better");
    }

    @Test
    void callsTheSameWhatDiffersByLittle() {
        assertThat(verdict(1)).isEqualTo("same");
        assertThat(verdict(1.03)).isEqualTo("same");
    }

    @Test
    void callsTheSameWhatSpreadsMoreThanItDiffers() {
        double[] wide = {50, 200, 80, 150, 100, 60, 190, 120};
        List<Change> changes =
                Change.between(
                        List.of(Reports.finding("runc", wide)),
                        List.of(Reports.finding("runc", BEFORE)));
        assertThat(changes.getFirst().verdict()).isEqualTo("same");
    }

    @Test
    void leavesOutWhatTheOtherReportHasNotOrHasTooLittleOf() {
        assertThat(
                        Change.between(
                                List.of(
                                        Reports.finding("crun", BEFORE),
                                        Reports.finding("runc", 1, 2)),
                                List.of(Reports.finding("runc", BEFORE))))
                .isEmpty();
    }

    private static String verdict(double factor) {
        double[] after = DoubleStream.of(BEFORE).map(value -> value * factor).toArray();
        return Change.between(
                        List.of(Reports.finding("runc", after)),
                        List.of(Reports.finding("runc", BEFORE)))
                .getFirst()
                .verdict();
    }
}
