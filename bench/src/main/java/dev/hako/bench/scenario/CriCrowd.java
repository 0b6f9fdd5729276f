package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.MEMORY;
import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.compare.contest.Crew;
import dev.hako.compare.cri.CriEndpoint;
import dev.hako.compare.cri.PodLife;
import dev.hako.compare.cri.PodLife.Pod;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.host.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/// Many pods that stay: what they take, and how long it takes to list them.
///
/// @param lives ours first, then the peers'
record CriCrowd(List<PodLife> lives) {
    private static final int CLIENTS = 4;
    private static final int PODS = 100;
    private static final int CONTAINERS = 500;
    private static final int EACH = 25;
    private static final double MOST_LIST_MICROS = 5_000;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(6);

    /// What was seen of a node, in bytes.
    private record Sight(double empty, double full, double kernel) {
        double growth() {
            return full - empty;
        }
    }

    List<Line> measure(Setting setting) {
        int pods = setting.rounds(PODS, PODS / 4);
        List<Line> lines = new ArrayList<>();
        List<Sight> seen = new ArrayList<>();
        for (PodLife life : lives) {
            seen.add(sight(life, pods, setting, lines));
        }
        Sight own = seen.getFirst();
        for (int i = 1; i < lives.size(); i++) {
            String peer = lives.get(i).name();
            Sight theirs = seen.get(i);
            lines.add(
                    compared(
                            "memory, growth from 0 to " + pods + " pods, against " + peer,
                            own.growth(),
                            peer,
                            theirs.growth(),
                            1 / 20.0));
            lines.add(
                    compared(
                            "memory, all at " + pods + " pods, against " + peer,
                            own.full(),
                            peer,
                            theirs.full(),
                            1 / 4.0));
            lines.add(
                    Line.compared(
                            "the kernel's own memory, growth, against " + peer,
                            MEMORY,
                            Samples.of(own.kernel()),
                            peer,
                            Samples.of(theirs.kernel()),
                            Target.none()));
        }
        return lines;
    }

    private static Line compared(
            String what, double own, String peer, double theirs, double limit) {
        return Line.compared(
                what,
                MEMORY,
                Samples.of(own),
                peer,
                Samples.of(theirs),
                new Target.RatioAtMost(limit));
    }

    private static Sight sight(PodLife life, int count, Setting setting, List<Line> lines) {
        boolean ours = !CriNodes.isPeer(life.name());
        double empty = settled(life.node());
        long kernel = Memory.kernel();
        List<Pod> pods = Crew.of(CLIENTS).gather(count, _ -> life.begin(0));
        double full = settled(life.node());
        double grown = Memory.kernel() - kernel;
        int more = ours ? (CONTAINERS - count) / EACH : 0;
        List<Pod> crowded = Crew.of(CLIENTS).gather(more, _ -> life.begin(EACH - 1));
        if (ours) {
            lines.addAll(lists(life.node(), setting.rounds(200, 50)));
        }
        Crew.of(CLIENTS).each(count, i -> life.end(pods.get(i)));
        Crew.of(CLIENTS).each(crowded.size(), i -> life.end(crowded.get(i)));
        return new Sight(empty, full, grown);
    }

    /// What all its processes have, in proportion, once nobody has asked for a while: an engine of
    /// ours then gives back what it does not need.
    private static double settled(CriEndpoint node) {
        LockSupport.parkNanos(SETTLING_NANOS);
        return node.processes().get().stream()
                .map(Memory::proportional)
                .filter(OptionalLong::isPresent)
                .mapToDouble(OptionalLong::getAsLong)
                .sum();
    }

    private static List<Line> lists(CriEndpoint node, int rounds) {
        int containers = node.kubelet().containers();
        return List.of(
                list("ListContainers", containers, rounds, node.kubelet()::containers),
                list("ListPodSandbox", containers, rounds, node.kubelet()::pods));
    }

    /// The first of them are those of a code that no compiler has seen.
    private static Line list(String call, int containers, int rounds, IntSupplier asked) {
        double[] micros = new double[rounds];
        for (int i = -rounds; i < rounds; i++) {
            long start = System.nanoTime();
            int found = asked.getAsInt();
            micros[Math.max(i, 0)] = (System.nanoTime() - start) / NANOS_PER_MICRO;
            if (found == 0) {
                throw new IllegalStateException(call + " lists nothing");
            }
        }
        return Line.of(
                call + " with " + containers + " containers",
                TIME,
                Samples.of(micros),
                new Target.AtMost(MOST_LIST_MICROS));
    }
}
