package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.compare.contest.Measures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What Hako costs against each of its peers. The wall time of the fastest of them decides.
final class Peers {
    private static final String HAKO = "hako";

    private Peers() {}

    /// @param what is measured, a word or two
    /// @param wallRatio Hako's time at most, of the fastest peer's
    static List<Line> lines(String what, Map<String, Measures> measured, double wallRatio) {
        Measures hako = Objects.requireNonNull(measured.get(HAKO));
        String fastest =
                measured.keySet().stream()
                        .filter(name -> !name.equals(HAKO))
                        .min(Comparator.comparingDouble(name -> wall(measured, name)))
                        .orElse("");
        List<Line> lines = new ArrayList<>();
        measured.forEach((name, peer) -> {
            if (!name.equals(HAKO)) {
                boolean decides = name.equals(fastest);
                lines.add(
                        Line.compared(
                                what + ": wall, against " + name,
                                TIME,
                                hako.wall(),
                                name,
                                peer.wall(),
                                decides ? new Target.RatioAtMost(wallRatio) : Target.none()));
                lines.add(
                        Line.compared(
                                what + ": CPU, against " + name,
                                TIME,
                                hako.cpu(),
                                name,
                                peer.cpu(),
                                new Target.RatioAtMost(1)));
            }
        });
        return lines;
    }

    private static double wall(Map<String, Measures> measured, String name) {
        return Objects.requireNonNull(measured.get(name)).wall().median();
    }
}
