package dev.hako.bench.scenario;

import dev.hako.bench.figure.Line;
import dev.hako.bench.subject.Exchange;
import dev.hako.bench.subject.Registry;
import dev.hako.bench.subject.Scripted;
import dev.hako.bench.subject.Stage;
import dev.hako.compare.contest.Interleaved;
import dev.hako.compare.contest.Measures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How long it takes to write the image of [Pull] to an archive, to read it from one and unpack it,
/// and to take it to a registry, in turns with the peers.
final class Exchanges implements Scenario {
    private static final double WALL_RATIO = 1;

    @Override
    public String name() {
        return "save";
    }

    @Override
    public String title() {
        return "`hako save`, `load` and `push` of four layers, 360 MB unpacked";
    }

    @Override
    public List<Line> measure(Setting setting) {
        List<Line> lines = new ArrayList<>();
        try (Registry registry = Registry.start(setting.scratch())) {
            for (Exchange exchange : Exchange.values()) {
                lines.addAll(measure(setting, registry.image("gzip"), exchange));
            }
        }
        return lines;
    }

    private static List<Line> measure(Setting setting, String image, Exchange exchange) {
        String word = exchange.name().toLowerCase(Locale.ROOT);
        Stage stage = new Stage(word, image, setting.scratch(), setting.spawner());
        List<Scripted> all = exchange.contenders(setting.distribution(), stage);
        Duration limit = setting.limit(Duration.ofMinutes(5), Duration.ofMinutes(2));
        Map<String, Measures> measured =
                new Interleaved(setting.rounds(7, 3), limit, setting.clock()).run(all);
        all.forEach(Scripted::close);
        return Peers.lines(word, measured, WALL_RATIO);
    }
}
