package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.RATE;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.subject.Hako;
import dev.hako.compare.host.Batch;
import java.util.List;

/// How many short containers a second pass through one engine.
final class ParallelStarts implements Scenario {
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public String name() {
        return "parallel";
    }

    @Override
    public String title() {
        return "short containers, from start to removal, by how many at once";
    }

    @Override
    public List<Line> measure(Setting setting) {
        int count = setting.rounds(400, 100);
        try (Hako hako = setting.hako("parallel")) {
            hako.command(setting.rounds(200, 60), 2, Hako.TRUE);
            return List.of(1, 2, 8, 32).stream().map(at -> line(hako, count, at)).toList();
        }
    }

    private static Line line(Hako hako, int count, int parallel) {
        Batch batch = hako.command(count, parallel, Hako.TRUE);
        double rate = count * NANOS_PER_SECOND / batch.wallNanos();
        return Line.of(parallel + " at once", RATE, rate, Target.none());
    }
}
