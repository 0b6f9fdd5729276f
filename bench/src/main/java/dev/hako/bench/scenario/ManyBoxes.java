package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.MEMORY;
import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.subject.Hako;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.host.Batch;
import dev.hako.compare.host.Memory;
import java.util.List;
import java.util.OptionalLong;

/// Whether one engine holds many boxes at once, and what they take.
final class ManyBoxes implements Scenario {
    private static final double NANOS_PER_MICRO = 1000;
    private static final int AT_ONCE = 8;
    private static final List<String> START =
            List.of(
                    "run",
                    "--detach",
                    "--name",
                    "box-@",
                    "--network",
                    "none",
                    "host",
                    "sleep",
                    "infinity");
    private static final List<String> REMOVE = List.of("rm", "--force", "box-@");

    @Override
    public String name() {
        return "many";
    }

    @Override
    public String title() {
        return "many boxes at once";
    }

    @Override
    public List<Line> measure(Setting setting) {
        int boxes = setting.rounds(500, 50);
        try (Hako hako = setting.hako("many")) {
            hako.runTrue();
            long kernel = Memory.kernel();
            double engine = engine(hako);
            Batch started = hako.command(boxes, AT_ONCE, START);
            double monitors = monitors(hako, boxes);
            double kernelPerBox = (Memory.kernel() - kernel) / (double) boxes;
            double enginePerBox = (engine(hako) - engine) / boxes;
            Batch removed = hako.command(boxes, AT_ONCE, REMOVE);
            return List.of(
                    Line.of("starting one of " + boxes, TIME, started.wall(), Target.none()),
                    Line.of("starting all", TIME, micros(started), Target.none()),
                    Line.of("monitor, per box", MEMORY, monitors, Target.none()),
                    Line.of("kernel, per box", MEMORY, kernelPerBox, Target.none()),
                    Line.of("engine, per box", MEMORY, enginePerBox, Target.none()),
                    Line.of("engine, with all", MEMORY, engine(hako), Target.none()),
                    Line.of("removing all by force", TIME, micros(removed), Target.none()));
        }
    }

    private static double micros(Batch batch) {
        return batch.wallNanos() / NANOS_PER_MICRO;
    }

    private static double engine(Hako hako) {
        return Memory.proportional(hako.engine()).orElseThrow();
    }

    private static double monitors(Hako hako, int boxes) {
        List<Long> monitors = hako.monitors();
        if (monitors.size() != boxes) {
            throw new IllegalStateException(boxes + " boxes have " + monitors.size() + " monitors");
        }
        return Samples.of(
                        monitors.stream()
                                .map(Memory::proportional)
                                .filter(OptionalLong::isPresent)
                                .mapToDouble(OptionalLong::getAsLong))
                .mean();
    }
}
