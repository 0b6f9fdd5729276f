package dev.hako.bench.scenario;

import dev.hako.bench.figure.Line;
import dev.hako.bench.subject.Builds;
import dev.hako.bench.subject.Scripted;
import dev.hako.bench.subject.Stage;
import dev.hako.compare.contest.Interleaved;
import dev.hako.compare.contest.Measures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How long it takes to build an image of a Dockerfile of five steps, in turns with podman's
/// buildah: with nothing done before, with everything, and with all but one file.
final class ImageBuilds implements Scenario {
    private static final Map<Builds, Double> WALL_RATIOS =
            Map.of(Builds.COLD, 0.7, Builds.CACHED, 0.3, Builds.CHANGED, 0.5);

    @Override
    public String name() {
        return "build";
    }

    @Override
    public String title() {
        return "`hako build` of five steps, without a network";
    }

    @Override
    public List<Line> measure(Setting setting) {
        List<Line> lines = new ArrayList<>();
        for (Builds build : Builds.values()) {
            String name = build.toString().toLowerCase(Locale.ROOT);
            Stage stage =
                    new Stage(
                            name.substring(0, 3), // podman wants short names
                            "localhost/base:1",
                            setting.scratch(),
                            setting.spawner());
            List<Scripted> all = build.contenders(setting.distribution(), stage);
            Duration limit = setting.limit(Duration.ofMinutes(4), Duration.ofMinutes(1));
            Map<String, Measures> measured =
                    new Interleaved(setting.rounds(15, 5), limit, setting.clock()).run(all);
            lines.addAll(Peers.lines(name, measured, WALL_RATIOS.getOrDefault(build, 1.0)));
            all.forEach(Scripted::close);
        }
        return lines;
    }
}
