package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.host.NetworkPlace;
import dev.hako.bench.subject.DockerEngine;
import dev.hako.bench.subject.Hako;
import dev.hako.bench.subject.Podman;
import dev.hako.compare.figure.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// What a bridge with a published port adds to a start, to its end and to its removal, beside what
/// it adds to Docker's and podman's.
final class NetworkedStart implements Scenario {
    private static final double MOST_MICROS = 4_000;
    private static final double MOST_OF_A_POLICY_MICROS = 5_000;
    private static final int EACH = 10;
    private static final List<String> WITHOUT = List.of("--network", "none");
    private static final List<String> WITH = List.of("--network", "bridge", "-p", "127.0.0.1::80");
    private static final List<String> POLICED =
            Stream.concat(WITH.stream(), Stream.of("--egress-allow", "example.com:443")).toList();

    @Override
    public String name() {
        return "network";
    }

    @Override
    public String title() {
        return "`run --network bridge -p 127.0.0.1::80` beside `run --network none`, whole command";
    }

    /// Somebody who runs containers that do nothing.
    ///
    /// @param runner how many microseconds one takes with these options
    private record Runner(String name, ToDoubleFunction<List<String>> runner) {
        double added() {
            double without = runner.applyAsDouble(WITHOUT);
            return runner.applyAsDouble(WITH) - without;
        }
    }

    @Override
    public List<Line> measure(Setting setting) {
        NetworkPlace place = NetworkPlace.make();
        setting.scratch().onClose(place::close);
        Optional<DockerEngine> docker = DockerEngine.prepare(setting.scratch(), setting.spawner());
        Optional<Podman> podman =
                Podman.prepare(setting.scratch(), setting.spawner(), place.entrance());
        try (place;
                Hako hako = setting.hako("network")) {
            Runner ours = new Runner("hako", options -> wall(hako, options));
            List<Runner> theirs = new ArrayList<>();
            docker.ifPresent(
                    engine -> theirs.add(new Runner("docker", options -> wall(engine, options))));
            podman.ifPresent(
                    engine -> theirs.add(new Runner("podman", options -> wall(engine, options))));
            List<Line> lines = new ArrayList<>(measure(setting, ours, theirs));
            lines.add(policy(setting, hako));
            lines.addAll(UserNetworkedStart.measure(setting));
            return lines;
        } finally {
            docker.ifPresent(DockerEngine::close);
            podman.ifPresent(Podman::close);
        }
    }

    private static List<Line> measure(Setting setting, Runner ours, List<Runner> theirs) {
        for (int i = 0; i < setting.rounds(10, 3); i++) {
            ours.added();
        }
        theirs.forEach(Runner::added);
        List<Double> hako = new ArrayList<>();
        List<List<Double>> peers =
                theirs.stream().map(_ -> (List<Double>) new ArrayList<Double>()).toList();
        for (int round = 0; round < setting.rounds(20, 6); round++) {
            hako.add(ours.added());
            for (int i = 0; i < peers.size(); i++) {
                peers.get(i).add(theirs.get(i).added());
            }
        }
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of("added", TIME, samples(hako), new Target.AtMost(MOST_MICROS)));
        for (int i = 0; i < peers.size(); i++) {
            String peer = theirs.get(i).name();
            lines.add(
                    Line.compared(
                            "added, beside " + peer,
                            TIME,
                            samples(hako),
                            peer,
                            samples(peers.get(i)),
                            Target.none()));
        }
        return lines;
    }

    /// What a policy for egress adds to that.
    private static Line policy(Setting setting, Hako hako) {
        wall(hako, POLICED);
        List<Double> added = new ArrayList<>();
        for (int round = 0; round < setting.rounds(20, 6); round++) {
            double free = wall(hako, WITH);
            added.add(wall(hako, POLICED) - free);
        }
        return Line.of(
                "added by a policy for egress",
                TIME,
                samples(added),
                new Target.AtMost(MOST_OF_A_POLICY_MICROS));
    }

    private static double wall(Hako hako, List<String> options) {
        List<String> words =
                Stream.of(List.of("run", "--rm"), options, List.of("host", "true"))
                        .flatMap(List::stream)
                        .toList();
        return hako.command(EACH, 1, words).wall().median();
    }

    private static double wall(DockerEngine docker, List<String> options) {
        return docker.runTrue(options).wall().median();
    }

    private static double wall(Podman podman, List<String> options) {
        return podman.runTrue(options).wall().median();
    }

    private static Samples samples(List<Double> values) {
        return Samples.of(values.stream().mapToDouble(Double::doubleValue));
    }
}
