package dev.hako.compare.report;

import dev.hako.compare.figure.Ratio;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.measure.Finding;
import java.util.ArrayList;
import java.util.List;

/// How a figure of one report stands to the same one of an earlier report.
///
/// @param finding the newer one
/// @param ratio the newer over the older, with its interval
public record Change(Finding finding, Ratio ratio) {
    /// Differences below it are not called significant, however sure they are: between two runs on
    /// one machine so much comes of where memory lies and what else it does.
    private static final double LEAST = 0.05;

    private static final int LEAST_SAMPLES = 5;

    /// Whether the machine can hardly have done it by chance.
    public boolean isSignificant() {
        boolean sure = ratio.low() > 1 || ratio.high() < 1;
        return sure && Math.abs(ratio.value() - 1) >= LEAST;
    }

    /// `better`, `worse` or `same`: less is better in all figures.
    public String verdict() {
        return !isSignificant() ? "same" : ratio.value() < 1 ? "better" : "worse";
    }

    /// All figures that both reports have, of enough samples each.
    public static List<Change> between(List<Finding> newer, List<Finding> older) {
        List<Change> changes = new ArrayList<>();
        for (Finding finding : newer) {
            older.stream()
                    .filter(other -> isSame(finding, other))
                    .filter(other -> isEnough(finding.samples()) && isEnough(other.samples()))
                    .findFirst()
                    .ifPresent(other ->
                            changes.add(
                                    new Change(
                                            finding,
                                            Ratio.of(finding.samples(), other.samples()))));
        }
        return changes;
    }

    private static boolean isSame(Finding one, Finding other) {
        return one.group() == other.group()
                && one.measure().equals(other.measure())
                && one.subject().equals(other.subject());
    }

    private static boolean isEnough(Samples samples) {
        return samples.count() >= LEAST_SAMPLES && samples.median() > 0;
    }
}
