package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.NUMBER;
import static dev.hako.compare.figure.Unit.RATE;
import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.compare.contest.Crew;
import dev.hako.compare.cri.PodLife;
import dev.hako.compare.cri.PodLife.Pod;
import dev.hako.compare.figure.Samples;
import java.util.ArrayList;
import java.util.List;

/// Pods that several clients want at once.
///
/// @param network in words
/// @param lives ours first, then the peers'
record CriRush(String network, List<PodLife> lives) {
    private static final int CLIENTS = 4;
    private static final int WAVE = 50;
    private static final int WAVE_CLIENTS = 10;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_SECOND = 1e6;

    List<Line> measure(Setting setting) {
        List<Line> lines = new ArrayList<>(throughput(setting));
        lines.addAll(wave(setting));
        return lines;
    }

    /// Whole lives of pods, in turns of a few.
    private List<Line> throughput(Setting setting) {
        List<List<Double>> micros = new ArrayList<>();
        lives.forEach(_ -> micros.add(new ArrayList<>()));
        int each = setting.rounds(40, 12);
        for (int round = 0; round < setting.rounds(5, 2); round++) {
            for (int i = 0; i < lives.size(); i++) {
                PodLife life = lives.get(i);
                long start = System.nanoTime();
                Crew.of(CLIENTS).each(each, _ -> life.end(life.begin(0)));
                micros.get(i).add((System.nanoTime() - start) / NANOS_PER_MICRO / each);
            }
        }
        Samples own = samples(micros.getFirst());
        List<Line> lines = new ArrayList<>();
        lines.add(
                Line.of(
                        network + ": whole lives of pods, 4 clients",
                        RATE,
                        MICROS_PER_SECOND / own.median(),
                        Target.none()));
        for (int i = 1; i < lives.size(); i++) {
            String peer = lives.get(i).name();
            lines.add(
                    Line.compared(
                            network + ": time for each pod, 4 clients, against " + peer,
                            TIME,
                            own,
                            peer,
                            samples(micros.get(i)),
                            new Target.RatioAtMost(1 / 8.0)));
        }
        return lines;
    }

    /// Many pods as they come when a node has been empty.
    private List<Line> wave(Setting setting) {
        List<Line> lines = new ArrayList<>();
        int pods = setting.rounds(WAVE, WAVE / 2);
        List<Samples> all = lives.stream().map(life -> wave(life, pods)).toList();
        Samples own = all.getFirst();
        lines.add(
                Line.of(
                        title(pods) + "90th percentile over median",
                        NUMBER,
                        own.percentile(90) / own.median(),
                        new Target.AtMost(2)));
        for (int i = 1; i < lives.size(); i++) {
            String peer = lives.get(i).name();
            lines.add(
                    Line.compared(
                            title(pods) + "the slowest, against " + peer,
                            TIME,
                            Samples.of(own.percentile(100)),
                            peer,
                            Samples.of(all.get(i).percentile(100)),
                            new Target.RatioAtMost(1)));
        }
        return lines;
    }

    private String title(int pods) {
        return network + ": " + pods + " pods started 10 at a time, ";
    }

    private static Samples wave(PodLife life, int count) {
        Crew crew = Crew.of(WAVE_CLIENTS);
        List<Pod> pods = crew.gather(count, _ -> life.begin(0));
        Crew.of(CLIENTS).each(count, i -> life.end(pods.get(i)));
        return Samples.of(pods.stream().mapToDouble(Pod::micros));
    }

    private static Samples samples(List<Double> values) {
        return Samples.of(values.stream().mapToDouble(Double::doubleValue));
    }
}
