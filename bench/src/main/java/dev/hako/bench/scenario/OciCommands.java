package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.MEMORY;
import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.host.Compiled;
import dev.hako.bench.subject.Hako;
import dev.hako.compare.contest.Interleaved;
import dev.hako.compare.contest.Measures;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.host.Account;
import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Spawner;
import dev.hako.compare.oci.OciLife;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the OCI runtime command costs its caller, in turns with crun and runc: a short container as
/// a whole, each verb, `create` where no engine runs, and the command's own memory.
final class OciCommands implements Scenario {
    private static final String NAME = "hako-runtime";
    private static final int WARM_UPS = 150;
    private static final double MOST_MEMORY = 1024 * 1024;

    @Override
    public String name() {
        return "oci";
    }

    @Override
    public String title() {
        return "in runc's place: `hako-runtime`, command by command";
    }

    @Override
    public List<Line> measure(Setting setting) {
        List<Line> lines = new ArrayList<>();
        try (Hako engine = setting.hako("oci")) {
            engine.command(1, 1, Hako.TRUE);
            List<OciLife.Command> commands = new ArrayList<>(List.of(warm(setting, engine)));
            for (String peer : List.of("crun", "runc")) {
                Programs.find(peer)
                        .ifPresent(path -> commands.add(OciLife.Command.alone(peer, path)));
            }
            lines.addAll(brief(setting, commands));
            lines.addAll(verbs(setting, commands));
        }
        lines.addAll(withoutEngine(setting));
        return lines;
    }

    private static OciLife.Command warm(Setting setting, Hako engine) {
        Path run = setting.scratch().memory().resolve("oci");
        return command(setting, NAME, WARM_UPS, run, engine::cpuNanos);
    }

    private static OciLife.Command command(
            Setting setting, String name, int warmUps, Path run, OciLife.Others others) {
        Path program = setting.distribution().resolve("bin").resolve(NAME);
        Map<String, String> environment = Map.of("HAKO_RUN", run.toString());
        return new OciLife.Command(name, program, warmUps, environment, others);
    }

    private static Map<String, Measures> contest(Setting setting, List<OciLife> lives) {
        Duration limit = setting.limit(Duration.ofSeconds(60), Duration.ofSeconds(15));
        return new Interleaved(setting.rounds(150, 30), limit, setting.clock()).run(lives);
    }

    private static List<OciLife> lives(
            Setting setting, List<OciLife.Command> commands, OciLife.Story story) {
        return commands.stream()
                .map(one -> OciLife.prepare(one, story, setting.scratch(), setting.spawner()))
                .toList();
    }

    private static List<Line> brief(Setting setting, List<OciLife.Command> commands) {
        List<OciLife> lives = lives(setting, commands, OciLife.Story.BRIEF);
        Map<String, Measures> measured = contest(setting, lives);
        lives.forEach(OciLife::close);
        Measures own = Objects.requireNonNull(measured.get(NAME));
        List<Line> lines = new ArrayList<>();
        measured.forEach((name, peer) -> {
            if (!name.equals(NAME)) {
                Target target = target(name, 0.7);
                String what = "create + start + delete of `true`, against " + name;
                lines.add(
                        Line.compared(
                                what + ": wall", TIME, own.wall(), name, peer.wall(), target));
                lines.add(Line.compared(what + ": CPU", TIME, own.cpu(), name, peer.cpu(), target));
            }
        });
        return lines;
    }

    private static Target target(String peer, double ratio) {
        return peer.equals("crun") ? new Target.RatioAtMost(ratio) : Target.none();
    }

    private static List<Line> verbs(Setting setting, List<OciLife.Command> commands) {
        List<OciLife> lives = lives(setting, commands, OciLife.Story.KILLED);
        contest(setting, lives);
        List<Line> lines = new ArrayList<>();
        OciLife own = lives.getFirst();
        for (OciLife peer : lives.subList(1, lives.size())) {
            for (String verb : OciLife.Story.KILLED.verbs()) {
                boolean decides = !verb.equals("create");
                lines.add(
                        Line.compared(
                                verb + ", against " + peer.name() + ": wall",
                                TIME,
                                own.measures(verb).wall(),
                                peer.name(),
                                peer.measures(verb).wall(),
                                decides ? target(peer.name(), 0.5) : Target.none()));
            }
        }
        lines.addAll(peaks(setting, lives));
        lives.forEach(OciLife::close);
        return lines;
    }

    private static List<Line> peaks(Setting setting, List<OciLife> lives) {
        List<Line> lines = new ArrayList<>();
        Path peak = Compiled.program("peak", setting.scratch().folder());
        for (OciLife life : lives) {
            boolean own = life.name().equals(NAME);
            Target target = own ? new Target.AtMost(MOST_MEMORY) : Target.none();
            life.peaks(peak)
                    .forEach((verb, bytes) -> {
                        String what = "peak memory of `" + life.name() + " " + verb + "`";
                        lines.add(Line.of(what, MEMORY, bytes, target));
                    });
        }
        return lines;
    }

    private static List<Line> withoutEngine(Setting setting) {
        Path nowhere = setting.scratch().memory().resolve("no-engine");
        OciLife.Command cold = command(setting, NAME + "-alone", 1, nowhere, () -> 0);
        List<String> hello = HelloJava.command(setting, "hello-oci");
        List<Double> helloMicros = new ArrayList<>();
        Path output = setting.scratch().folder().resolve("hello-oci.out");
        try (Account account = Account.open("hello-oci");
                Spawner spawner =
                        Spawner.start(setting.spawner(), List.of(), account, Map.of(), output);
                OciLife life =
                        OciLife.prepare(
                                cold, OciLife.Story.BRIEF, setting.scratch(), setting.spawner())) {
            life.run();
            for (int round = 0; round < setting.rounds(20, 6); round++) {
                helloMicros.add(spawner.run(1, 1, hello).wall().median());
                life.run();
            }
            return List.of(
                    Line.compared(
                            "create where no engine runs",
                            TIME,
                            life.measures("create").wall(),
                            "hello-world JVM",
                            Samples.of(helloMicros.stream().mapToDouble(Double::doubleValue)),
                            new Target.RatioAtMost(10)));
        }
    }
}
