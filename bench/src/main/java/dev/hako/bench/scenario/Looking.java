package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.host.CpuTime;
import dev.hako.bench.subject.Hako;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What it costs to look at many idle boxes, and to have them while nobody looks.
final class Looking implements Scenario {
    private static final int STATS_BOXES = 100;
    private static final int IDLE_BOXES = 200;
    private static final Look STATS =
            new Look("stats --no-stream, 100 boxes", 150_000, List.of("stats", "--no-stream"));

    /// 0.5 % of a processor.
    private static final double IDLE_MICROS_PER_SECOND = 5_000;

    private static final double NANOS_PER_MICRO = 1_000;
    private static final int AT_ONCE = 4;

    /// A command, and how many microseconds it may take.
    private record Look(String what, double limitMicros, List<String> words) {
        /// The first runs of a command are those of a code that no compiler has seen.
        Line measure(Hako hako, int rounds) {
            hako.command(rounds, 1, words);
            return Line.of(
                    what,
                    TIME,
                    hako.command(rounds, 1, words).wall(),
                    new Target.AtMost(limitMicros));
        }
    }

    @Override
    public String name() {
        return "look";
    }

    @Override
    public String title() {
        return "looking at many idle boxes, and not looking";
    }

    @Override
    public List<Line> measure(Setting setting) {
        List<Line> lines = new ArrayList<>();
        int rounds = setting.rounds(40, 15);
        try (Hako hako = setting.hako("look")) {
            hako.command(setting.rounds(200, 60), 1, Hako.TRUE);
            hako.command(STATS_BOXES, AT_ONCE, Hako.SLEEP);
            lines.add(STATS.measure(hako, rounds));
            hako.command(IDLE_BOXES - STATS_BOXES, AT_ONCE, Hako.SLEEP);
            lines.add(idle(hako, setting.limit(Duration.ofSeconds(30), Duration.ofSeconds(10))));
            int most = setting.rounds(500, 300);
            hako.command(most - IDLE_BOXES, AT_ONCE, Hako.SLEEP);
            lines.add(
                    new Look("ps, " + most + " boxes", 20_000, List.of("ps"))
                            .measure(hako, rounds));
        }
        return lines;
    }

    private static Line idle(Hako hako, Duration time) {
        hako.cpuNanos();
        long engine = hako.engine();
        CpuTime before = CpuTime.of(engine);
        LockSupport.parkNanos(time.toNanos());
        CpuTime used = CpuTime.of(engine).since(before);
        double micros = (used.userNanos() + used.systemNanos()) / NANOS_PER_MICRO;
        return Line.of(
                "idle engine with 200 boxes, processor time in a second",
                TIME,
                micros / time.toSeconds(),
                new Target.AtMost(IDLE_MICROS_PER_SECOND));
    }
}
