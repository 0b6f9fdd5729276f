package dev.hako.compare.figure;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/// What repeated measurements of one thing gave: at least one finite number.
///
/// On a shared machine a mean says most about the neighbours, so this speaks in medians, and of
/// spread in percentiles and the median absolute deviation.
public final class Samples {
    private final double[] sorted;

    private Samples(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no samples");
        }
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a sample is not a finite number");
        }
        Arrays.sort(values);
        sorted = values;
    }

    /// These, in any order.
    public static Samples of(double... values) {
        return new Samples(values.clone());
    }

    /// All of a stream, in any order.
    public static Samples of(DoubleStream values) {
        return new Samples(values.toArray());
    }

    /// How many there are.
    public int count() {
        return sorted.length;
    }

    /// All of them, the least first.
    public DoubleStream values() {
        return Arrays.stream(sorted);
    }

    /// The sample of this rank, 0 for the least.
    double ranked(int rank) {
        return sorted[rank];
    }

    /// The value in the middle, or half-way between the two there.
    public double median() {
        return percentile(50);
    }

    /// The value below which `percent` of the samples lie, between ranks by straight line.
    public double percentile(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("no percentile " + percent);
        }
        double rank = percent / 100 * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    /// The median distance from the median.
    public double deviation() {
        double median = median();
        return of(Arrays.stream(sorted).map(value -> Math.abs(value - median))).median();
    }

    /// The arithmetic mean: right where the sum is what counts, as with exact CPU time.
    public double mean() {
        return Arrays.stream(sorted).sum() / sorted.length;
    }
}
