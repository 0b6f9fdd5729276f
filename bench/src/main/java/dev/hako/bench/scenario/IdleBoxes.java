package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.MEMORY;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.subject.Hako;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.host.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/// How much memory idle boxes and the engine behind them take.
final class IdleBoxes implements Scenario {
    private static final double MONITOR_LIMIT = 40 * 1024;
    private static final double ENGINE_LIMIT = 64 * 1024 * 1024;

    /// What has had nothing to do gives back what it does not need: a monitor after a second, an
    /// engine after three.
    private static final Duration UNTIL_IDLE = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String title() {
        return "memory of idle boxes (proportional set size)";
    }

    @Override
    public List<Line> measure(Setting setting) {
        List<Line> lines = new ArrayList<>();
        try (Hako hako = setting.hako("idle")) {
            hako.command(setting.rounds(200, 60), 1, Hako.TRUE);
            long kernel = Memory.kernel();
            int boxes = 0;
            for (int wanted : List.of(1, 10, 100)) {
                hako.command(wanted - boxes, 2, Hako.SLEEP);
                boxes = wanted;
                LockSupport.parkNanos(UNTIL_IDLE.toNanos());
                lines.add(monitors(hako, boxes));
            }
            double perBox = (Memory.kernel() - kernel) / (double) boxes;
            lines.add(Line.of("kernel's, per box", MEMORY, perBox, Target.none()));
            lines.add(engine(hako));
        }
        return lines;
    }

    private static Line monitors(Hako hako, int boxes) {
        Samples samples =
                Samples.of(
                        hako.monitors().stream()
                                .map(Memory::proportional)
                                .filter(OptionalLong::isPresent)
                                .mapToDouble(OptionalLong::getAsLong));
        if (samples.count() != boxes) {
            throw new IllegalStateException(boxes + " boxes have " + samples.count() + " monitors");
        }
        String what = "monitor, of " + boxes + (boxes == 1 ? " box" : " boxes");
        return Line.of(what, MEMORY, samples, new Target.AtMost(MONITOR_LIMIT));
    }

    private static Line engine(Hako hako) {
        double size = Memory.proportional(hako.engine()).orElseThrow();
        return Line.of("engine, warm", MEMORY, size, new Target.AtMost(ENGINE_LIMIT));
    }
}
