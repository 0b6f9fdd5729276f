package dev.hako.compare.figure;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/// The median of one set of samples over that of another, with its 95 % confidence interval.
///
/// The interval is the percentile bootstrap (Efron, 1979): both sets are drawn anew, with
/// replacement, a thousand times. The draws are the same in every run over the same samples.
/// Differences are samples, too, and may be below nothing: a draw whose second median is not
/// positive is drawn again.
///
/// @param value the ratio of the medians
/// @param low the lower end of the interval
/// @param high the upper end of the interval
public record Ratio(double value, double low, double high) {
    private static final int DRAWS = 1000;
    private static final long SEED = 0x68616b6f;

    /// Compares two sets of samples, of any two sizes.
    ///
    /// @throws IllegalArgumentException if the median of `theirs` is not positive
    public static Ratio of(Samples ours, Samples theirs) {
        if (!(theirs.median() > 0)) {
            throw new IllegalArgumentException("a ratio to nothing");
        }
        RandomGenerator random = new SplittableRandom(SEED);
        DoubleStream ratios =
                DoubleStream.generate(
                        () -> over(redrawnMedian(ours, random), redrawnMedian(theirs, random)));
        Samples drawn = Samples.of(ratios.filter(Double::isFinite).limit(DRAWS));
        return new Ratio(
                ours.median() / theirs.median(), drawn.percentile(2.5), drawn.percentile(97.5));
    }

    private static double over(double ours, double theirs) {
        return theirs > 0 ? ours / theirs : Double.NaN;
    }

    private static double redrawnMedian(Samples samples, RandomGenerator random) {
        double[] drawn = new double[samples.count()];
        Arrays.setAll(drawn, i -> samples.ranked(random.nextInt(samples.count())));
        return Samples.of(drawn).median();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f [%.2f–%.2f]", value, low, high);
    }
}
