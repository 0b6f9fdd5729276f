package dev.hako.bench.figure;

import dev.hako.bench.figure.Target.Verdict;
import dev.hako.compare.figure.Ratio;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;
import java.util.Optional;

/// One line of the report.
///
/// @param what is measured, in words
/// @param unit of both figures
/// @param outcome what came of it
/// @param target what was to be reached
public record Line(String what, Unit unit, Outcome outcome, Target target) {
    /// What came of a measurement.
    public sealed interface Outcome {}

    /// Hako alone was measured.
    public record Measured(Figure hako) implements Outcome {}

    /// Hako and a peer were measured side by side.
    public record Compared(Figure hako, String peer, Figure theirs, Ratio ratio)
            implements Outcome {}

    /// It could not be measured.
    public record Failed(String reason) implements Outcome {}

    /// A median of hako's alone.
    public static Line of(String what, Unit unit, Samples hako, Target target) {
        return new Line(what, unit, new Measured(new Figure.Median(hako)), target);
    }

    /// A single number of hako's alone.
    public static Line of(String what, Unit unit, double hako, Target target) {
        return new Line(what, unit, new Measured(new Figure.Single(hako)), target);
    }

    /// Medians of both.
    public static Line compared(
            String what, Unit unit, Samples hako, String peer, Samples theirs, Target target) {
        Outcome outcome =
                new Compared(
                        new Figure.Median(hako),
                        peer,
                        new Figure.Median(theirs),
                        Ratio.of(hako, theirs));
        return new Line(what, unit, outcome, target);
    }

    /// Nothing, for this reason.
    public static Line failed(String what, String reason) {
        return new Line(what, Unit.NUMBER, new Failed(reason), Target.none());
    }

    /// Whether the target is reached. What could not be measured is missed.
    public Verdict verdict() {
        if (outcome instanceof Failed) {
            return Verdict.MISSED;
        }
        return switch (target) {
            case Target.None() -> Verdict.NONE;
            case Target.AtMost(double limit) -> verdict(hako(), limit);
            case Target.RatioAtMost(double limit) -> verdict(ratio(), limit);
        };
    }

    private static Verdict verdict(Optional<Double> reached, double limit) {
        return reached.filter(value -> value <= limit).isPresent() ? Verdict.MET : Verdict.MISSED;
    }

    private Optional<Double> hako() {
        return switch (outcome) {
            case Measured(Figure hako) -> Optional.of(hako.value());
            case Compared compared -> Optional.of(compared.hako().value());
            case Failed _ -> Optional.empty();
        };
    }

    private Optional<Double> ratio() {
        return outcome instanceof Compared compared
                ? Optional.of(compared.ratio().value())
                : Optional.empty();
    }
}
