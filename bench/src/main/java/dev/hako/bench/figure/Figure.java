package dev.hako.bench.figure;

import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;

/// A measured size: one number, or the median of many.
public sealed interface Figure {
    /// The number that stands for it.
    double value();

    /// As a person reads it, in this unit.
    String format(Unit unit);

    /// Measured once, or counted.
    record Single(double value) implements Figure {
        @Override
        public String format(Unit unit) {
            return unit.format(value);
        }
    }

    /// Measured often: its median, with the 10th and the 90th percentile.
    record Median(Samples samples) implements Figure {
        @Override
        public double value() {
            return samples.median();
        }

        @Override
        public String format(Unit unit) {
            return unit.format(value())
                    + " ("
                    + unit.format(samples.percentile(10))
                    + "–"
                    + unit.format(samples.percentile(90))
                    + ")";
        }
    }
}
