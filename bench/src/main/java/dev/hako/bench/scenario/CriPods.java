package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.compare.contest.Interleaved;
import dev.hako.compare.contest.Measures;
import dev.hako.compare.cri.CriCall;
import dev.hako.compare.cri.PodLife;
import dev.hako.compare.figure.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A pod after the other, on each node in turn: each call alone, and what they are together.
///
/// @param network in words
/// @param lives ours first
record CriPods(String network, List<PodLife> lives) {
    private static final double AIM_MICROS = 10_000;
    private static final double TAIL = 99;

    List<Line> measure(Setting setting) {
        Duration limit = setting.limit(Duration.ofSeconds(120), Duration.ofSeconds(20));
        Map<String, Measures> measured =
                new Interleaved(setting.rounds(100, 12), limit, setting.clock()).run(lives);
        PodLife own = lives.getFirst();
        List<Line> lines = new ArrayList<>();
        for (PodLife peer : lives.subList(1, lives.size())) {
            for (CriCall call : CriCall.values()) {
                lines.add(against(own, peer, call));
            }
            lines.add(cpu(own, peer, measured));
        }
        lines.add(
                Line.of(
                        title(CriCall.BEGIN) + own.name(),
                        TIME,
                        own.times(CriCall.BEGIN),
                        new Target.AtMost(AIM_MICROS)));
        lives.forEach(life -> lines.add(tail(life)));
        return lines;
    }

    private String title(CriCall call) {
        return network + ": " + call.title() + ", ";
    }

    private Line against(PodLife own, PodLife peer, CriCall call) {
        return Line.compared(
                title(call) + "against " + peer.name(),
                TIME,
                own.times(call),
                peer.name(),
                peer.times(call),
                target(peer, call));
    }

    /// A node of ours is compared for information.
    private static Target target(PodLife peer, CriCall call) {
        if (!CriNodes.isPeer(peer.name())) {
            return Target.none();
        }
        double share = CriNodes.isSlower(peer.name()) ? 1 / 8.0 : 1 / 5.0;
        return new Target.RatioAtMost(call.isWhole() ? share : 1);
    }

    private Line cpu(PodLife own, PodLife peer, Map<String, Measures> measured) {
        return Line.compared(
                network + ": CPU of a pod's life, against " + peer.name(),
                TIME,
                Objects.requireNonNull(measured.get(own.name())).cpu(),
                peer.name(),
                Objects.requireNonNull(measured.get(peer.name())).cpu(),
                Target.none());
    }

    private Line tail(PodLife life) {
        Samples begun = life.times(CriCall.BEGIN);
        return Line.of(
                title(CriCall.BEGIN) + "99th percentile, " + life.name(),
                TIME,
                begun.percentile(TAIL),
                Target.none());
    }
}
