package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.host.CpuTime;
import dev.hako.bench.subject.Hako;
import dev.hako.compare.host.Batch;
import java.util.List;

/// Who uses the CPU time of a warm run, by the mean over many.
final class WarmRunParts implements Scenario {
    private static final double NANOS_PER_MICRO = 1000;

    @Override
    public String name() {
        return "parts";
    }

    @Override
    public String title() {
        return "CPU time of a warm run, by who used it";
    }

    @Override
    public List<Line> measure(Setting setting) {
        int runs = setting.rounds(200, 60);
        try (Hako hako = setting.hako("parts")) {
            hako.command(setting.rounds(200, 60), 1, Hako.TRUE);
            long pid = hako.engine();
            CpuTime engineBefore = CpuTime.of(pid);
            long before = hako.cpuNanos();
            Batch batch = hako.command(runs, 1, Hako.TRUE);
            double all = hako.cpuNanos() - before - batch.ownCpuNanos();
            CpuTime engine = CpuTime.of(pid).since(engineBefore);
            double client = batch.runs().stream().mapToLong(Batch.Run::cpuNanos).sum();
            double rest = all - client - engine.userNanos() - engine.systemNanos();
            return List.of(
                    line("client", client, runs),
                    line("engine, its own code", (double) engine.userNanos(), runs),
                    line("engine, in the kernel", (double) engine.systemNanos(), runs),
                    line("launcher, monitor and the container itself", rest, runs));
        }
    }

    private static Line line(String what, double nanos, int runs) {
        return Line.of(what, TIME, nanos / runs / NANOS_PER_MICRO, Target.none());
    }
}
