package dev.hako.bench.figure;

import dev.hako.compare.figure.Unit;
import java.util.Locale;

/// What a line has to reach.
public sealed interface Target {
    /// Hako's figure over the peer's is at most this.
    record RatioAtMost(double limit) implements Target {}

    /// Hako's figure is at most this, in the line's unit.
    record AtMost(double limit) implements Target {}

    /// The figure is for information only.
    record None() implements Target {}

    /// How a line stands to its target.
    enum Verdict {
        MET,
        MISSED,
        /// There is no target.
        NONE
    }

    /// For information only.
    static Target none() {
        return new None();
    }

    /// As a person reads it, in the line's unit.
    default String format(Unit unit) {
        return switch (this) {
            case RatioAtMost(double limit) -> String.format(Locale.ROOT, "≤ %.2f ×", limit);
            case AtMost(double limit) -> "≤ " + unit.format(limit);
            case None() -> "";
        };
    }
}
