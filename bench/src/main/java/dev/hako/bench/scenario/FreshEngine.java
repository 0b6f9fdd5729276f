package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.subject.Hako;
import dev.hako.compare.figure.Samples;
import java.util.ArrayList;
import java.util.List;

/// How soon an engine that has just been started is as fast as a warm one.
final class FreshEngine implements Scenario {
    private static final int FIFTH = 5;

    @Override
    public String name() {
        return "fresh";
    }

    @Override
    public String title() {
        return "fresh engine";
    }

    @Override
    public List<Line> measure(Setting setting) {
        List<Double> fifths = new ArrayList<>();
        for (int i = 1; i < setting.rounds(7, 3); i++) {
            try (Hako hako = setting.hako("fresh" + i)) {
                fifths.add(fifth(hako));
            }
        }
        try (Hako hako = setting.hako("fresh")) {
            fifths.add(fifth(hako));
            Samples warm = warm(hako, setting);
            Samples fifth = Samples.of(fifths.stream().mapToDouble(Double::doubleValue));
            Target target = new Target.RatioAtMost(3);
            return List.of(Line.compared("fifth run", TIME, fifth, "warm", warm, target));
        }
    }

    private static double fifth(Hako hako) {
        for (int run = 1; run < FIFTH; run++) {
            hako.runTrue();
        }
        return hako.runTrue();
    }

    private static Samples warm(Hako hako, Setting setting) {
        hako.command(setting.rounds(200, 60), 1, Hako.TRUE);
        return hako.command(setting.rounds(100, 40), 1, Hako.TRUE).wall();
    }
}
