package dev.hako.bench.scenario;

import static dev.hako.bench.figure.Unit.MEMORY;
import static dev.hako.bench.figure.Unit.TIME;

import dev.hako.bench.contest.Interleaved;
import dev.hako.bench.contest.Measures;
import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Samples;
import dev.hako.bench.figure.Target;
import dev.hako.bench.host.Memory;
import dev.hako.bench.subject.Puller;
import dev.hako.bench.subject.Puller.Stage;
import dev.hako.bench.subject.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;

/// How long it takes to get an image of four layers from a registry on this machine and to unpack
/// it, in turns with the peers; and to see that it is up to date.
final class Pull implements Scenario {
    private static final double WALL_RATIO = 0.6;
    private static final double ENGINE_BYTES = 192L << 20;
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
        Stage stage = new Stage(image, setting.scratch(), setting.spawner());
        Puller hako = Puller.hako(setting.distribution(), stage);
        List<Puller> all = new ArrayList<>(List.of(hako));
        all.addAll(Puller.peers(stage));
        Duration limit = setting.limit(Duration.ofMinutes(8), Duration.ofMinutes(3));
        Map<String, Measures> measured =
                new Interleaved(setting.rounds(7, 3), limit, setting.clock()).run(all);
        List<Line> lines = new ArrayList<>(lines(compression, measured));
        lines.add(peak(compression, hako));
        lines.add(again(compression, hako));
        all.forEach(Puller::close);
        return lines;
    }

    private static List<Line> lines(String compression, Map<String, Measures> measured) {
        Measures hako = Objects.requireNonNull(measured.get("hako"));
        String fastest =
                measured.keySet().stream()
                        .filter(name -> !name.equals("hako"))
                        .min(Comparator.comparingDouble(name -> wall(measured, name)))
                        .orElse("");
        List<Line> lines = new ArrayList<>();
        measured.forEach((name, peer) -> {
            if (!name.equals("hako")) {
                boolean decides = name.equals(fastest);
                lines.add(
                        Line.compared(
                                compression + ": wall, against " + name,
                                TIME,
                                hako.wall(),
                                name,
                                peer.wall(),
                                decides ? new Target.RatioAtMost(WALL_RATIO) : Target.none()));
                lines.add(
                        Line.compared(
                                compression + ": CPU, against " + name,
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

    private static Line peak(String compression, Puller hako) {
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

    private static Line again(String compression, Puller hako) {
        Samples walls =
                Samples.of(
                        DoubleStream.generate(() -> hako.again().wallMicros()).limit(SECOND_PULLS));
        return Line.of(
                compression + ": once more, up to date", TIME, walls, new Target.AtMost(22_000));
    }
}
