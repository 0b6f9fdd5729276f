package dev.hako.compare.measure;

import dev.hako.compare.contest.Crew;
import dev.hako.compare.cri.CriCall;
import dev.hako.compare.cri.CriEndpoint;
import dev.hako.compare.cri.LargeImage;
import dev.hako.compare.cri.LoopbackRegistry;
import dev.hako.compare.cri.PodLife;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;
import dev.hako.compare.subject.CriField;
import dev.hako.compare.subject.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Pods with one container on the host's network, call by call: one at a time, ten at a time; and
/// images, pulled from a registry on this machine and unpacked.
final class CriCalls {
    private static final double NANOS_PER_MICRO = 1_000;
    private static final int AT_ONCE = 10;
    private static final String SMALL = "PullImage, 16 KiB, and unpacked";

    private final Sink sink;
    private final Thoroughness how;

    CriCalls(Sink sink, Thoroughness how) {
        this.sink = sink;
        this.how = how;
    }

    void measure(CriField field) {
        List<PodLife> lives = new ArrayList<>();
        for (CriEndpoint endpoint : field.endpoints()) {
            if (how.isOver()) {
                sink.missing(new Field.Gap(endpoint.name(), "pods", Allowance.LATE));
                continue;
            }
            PodLife life = PodLife.onHost(endpoint, "a");
            try {
                var _ = life.run();
                lives.add(life);
            } catch (RuntimeException e) {
                sink.missing(new Field.Gap(endpoint.name(), "pods", Field.firstLine(e)));
            }
        }
        if (lives.isEmpty()) {
            return;
        }
        Set<String> measured =
                how.turns(how.rounds(60, 10), how.limit(120, 15)).run(lives).keySet();
        for (PodLife life : lives) {
            if (measured.contains(life.name())) {
                tell(life, "");
            } else {
                sink.missing(new Field.Gap(life.name(), "pods", Allowance.LATE));
            }
        }
        List<CriEndpoint> endpoints =
                field.endpoints().stream()
                        .filter(endpoint -> measured.contains(endpoint.name()))
                        .toList();
        endpoints.forEach(this::measureMore);
        pullLarge(field, endpoints);
    }

    private void measureMore(CriEndpoint endpoint) {
        try {
            if (how.isOver()) {
                String what = "ten at once, images";
                sink.missing(new Field.Gap(endpoint.name(), what, Allowance.LATE));
                return;
            }
            PodLife life = PodLife.onHost(endpoint, "p");
            for (int round = 0; round < how.rounds(6, 2) && (round == 0 || !how.isOver()); round++) {
                sink.progress("ten pods at once, " + endpoint.name());
                List<PodLife.Pod> pods = Crew.of(AT_ONCE).gather(AT_ONCE, _ -> life.begin(0));
                Crew.of(AT_ONCE).each(AT_ONCE, i -> life.end(pods.get(i)));
            }
            tell(life, ", ten at once");
            pull(endpoint, endpoint.image(), SMALL, how.rounds(20, 5));
        } catch (RuntimeException e) {
            sink.missing(new Field.Gap(endpoint.name(), "ten at once", Field.firstLine(e)));
        }
    }

    private void tell(PodLife life, String suffix) {
        for (CriCall call : CriCall.values()) {
            sink.found(
                    new Finding(
                            Group.CRI,
                            call.title() + suffix,
                            Unit.TIME,
                            life.name(),
                            life.times(call)));
        }
    }

    /// Images of a few sizes, as often as there is time for.
    private void pull(CriEndpoint endpoint, String image, String title, int times) {
        List<Double> micros = new ArrayList<>();
        for (int i = 0; i < times && !how.isOver(); i++) {
            endpoint.kubelet().forget(image);
            long begin = System.nanoTime();
            endpoint.kubelet().pull(image);
            micros.add((System.nanoTime() - begin) / NANOS_PER_MICRO);
        }
        if (micros.isEmpty()) {
            sink.missing(new Field.Gap(endpoint.name(), title, Allowance.LATE));
            return;
        }
        Samples samples = Samples.of(micros.stream().mapToDouble(Double::doubleValue));
        sink.found(new Finding(Group.CRI, title, Unit.TIME, endpoint.name(), samples));
    }

    private void pullLarge(CriField field, List<CriEndpoint> endpoints) {
        sink.progress("a large image");
        try (LoopbackRegistry registry = field.serveLarge()) {
            for (CriEndpoint endpoint : endpoints) {
                try {
                    try {
                        pull(endpoint, registry.image(), LargeImage.TITLE, how.rounds(7, 3));
                    } finally {
                        endpoint.kubelet().forget(registry.image());
                    }
                } catch (RuntimeException e) {
                    String why = Field.firstLine(e);
                    sink.missing(new Field.Gap(endpoint.name(), LargeImage.TITLE, why));
                }
            }
        }
    }
}
