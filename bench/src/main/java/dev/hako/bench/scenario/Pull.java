package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.MEMORY;
import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.subject.Pullers;
import dev.hako.bench.subject.Registry;
import dev.hako.bench.subject.Scripted;
import dev.hako.bench.subject.Stage;
import dev.hako.compare.contest.Interleaved;
import dev.hako.compare.contest.Measures;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.host.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/// How long it takes to get an image of four layers from a registry on this machine and to unpack
/// it, in turns with the peers; and to see that it is up to date.
final class Pull implements Scenario {
    private static final double WALL_RATIO = 0.6;
    private static final double ENGINE_BYTES = 192L << 20;
    private static final double RESTING_BYTES = 60 << 20;
    private static final Duration REST = Duration.ofSeconds(8);
    private static final int SECOND_PULLS = 20;

    @Override
    public String name() {
        return "pull";
    }

    @Override
    public String title() {
        return "`hako pull` of four layers, 360 MB unpacked, from a registry on the loopback device";
    }

    @Override
    public List<Line> measure(Setting setting) {
        List<Line> lines = new ArrayList<>();
        try (Registry registry = Registry.start(setting.scratch())) {
            for (String compression : List.of("gzip", "zstd")) {
                lines.addAll(measure(setting, registry.image(compression), compression));
            }
        }
        return lines;
    }

    private static List<Line> measure(Setting setting, String image, String compression) {
        Stage stage = new Stage("pull", image, setting.scratch(), setting.spawner());
        Scripted hako = Pullers.hako(setting.distribution(), stage);
        List<Scripted> all = new ArrayList<>(List.of(hako));
        all.addAll(Pullers.peers(stage));
        Duration limit = setting.limit(Duration.ofMinutes(8), Duration.ofMinutes(3));
        Map<String, Measures> measured =
                new Interleaved(setting.rounds(7, 3), limit, setting.clock()).run(all);
        List<Line> lines = new ArrayList<>(Peers.lines(compression, measured, WALL_RATIO));
        lines.add(peak(compression, hako));
        lines.add(again(compression, hako));
        lines.add(rest(compression, hako));
        all.forEach(Scripted::close);
        return lines;
    }

    private static Line peak(String compression, Scripted hako) {
        double most =
                hako.processes().stream()
                        .mapToLong(pid -> Memory.peak(pid).orElse(0))
                        .max()
                        .orElse(0);
        return Line.of(
                compression + ": the engine's memory at most",
                MEMORY,
                most,
                new Target.AtMost(ENGINE_BYTES));
    }

    /// An engine gives back what it can after three seconds without a client.
    private static Line rest(String compression, Scripted hako) {
        try {
            Thread.sleep(REST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        double most =
                hako.processes().stream()
                        .mapToLong(pid -> Memory.proportional(pid).orElse(0))
                        .max()
                        .orElse(0);
        return Line.of(
                compression + ": the engine's memory some seconds later (PSS)",
                MEMORY,
                most,
                new Target.AtMost(RESTING_BYTES));
    }

    private static Line again(String compression, Scripted hako) {
        Samples walls =
                Samples.of(
                        DoubleStream.generate(() -> hako.again().wallMicros()).limit(SECOND_PULLS));
        return Line.of(
                compression + ": once more, up to date", TIME, walls, new Target.AtMost(22_000));
    }
}
