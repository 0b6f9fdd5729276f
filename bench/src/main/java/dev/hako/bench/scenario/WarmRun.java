package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.subject.Hako;
import dev.hako.compare.contest.Contender;
import dev.hako.compare.contest.Interleaved;
import dev.hako.compare.contest.Measures;
import dev.hako.compare.oci.OciRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What one short container costs once the engine is warm: the whole command, as its user waits for
/// it, in turns with the peers.
final class WarmRun implements Scenario {
    @Override
    public String name() {
        return "warm";
    }

    @Override
    public String title() {
        return "warm `hako run --rm --network none host true`, whole command";
    }

    @Override
    public List<Line> measure(Setting setting) {
        try (Hako hako = setting.hako("warm")) {
            List<Contender> contenders = new ArrayList<>(List.of(hako));
            for (String peer : List.of("crun", "runc")) {
                OciRuntime.prepare(peer, setting.scratch(), setting.spawner())
                        .ifPresent(contenders::add);
            }
            Duration limit = setting.limit(Duration.ofSeconds(90), Duration.ofSeconds(10));
            Interleaved interleaved =
                    new Interleaved(setting.rounds(300, 60), limit, setting.clock());
            List<Line> lines = lines(interleaved.run(contenders));
            contenders.forEach(Contender::close);
            return lines;
        }
    }

    private static List<Line> lines(Map<String, Measures> measured) {
        Measures hako = Objects.requireNonNull(measured.get("hako"));
        List<Line> lines = new ArrayList<>();
        measured.forEach((name, peer) -> {
            if (!name.equals("hako")) {
                boolean decides = name.equals("crun");
                lines.add(cpu(hako, name, peer, decides));
                lines.add(wall(hako, name, peer, decides));
            }
        });
        if (!measured.containsKey("crun")) {
            lines.add(Line.of("CPU", TIME, hako.cpu(), Target.none()));
            lines.add(Line.of("wall", TIME, hako.wall(), Target.none()));
        }
        return lines;
    }

    private static Line cpu(Measures hako, String name, Measures peer, boolean decides) {
        Target target = decides ? new Target.RatioAtMost(0.5) : Target.none();
        return Line.compared("CPU, against " + name, TIME, hako.cpu(), name, peer.cpu(), target);
    }

    private static Line wall(Measures hako, String name, Measures peer, boolean decides) {
        Target target = decides ? new Target.RatioAtMost(0.6) : Target.none();
        return Line.compared("wall, against " + name, TIME, hako.wall(), name, peer.wall(), target);
    }
}
