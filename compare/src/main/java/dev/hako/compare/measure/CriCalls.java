package dev.hako.compare.measure;

import dev.hako.compare.contest.Crew;
import dev.hako.compare.cri.CriCall;
import dev.hako.compare.cri.CriEndpoint;
import dev.hako.compare.cri.LargeImage;
import dev.hako.compare.cri.LoopbackRegistry;
import dev.hako.compare.cri.PodLife;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;
import dev.hako.compare.host.Memory;
import dev.hako.compare.host.Owned;
import dev.hako.compare.subject.CriField;
import dev.hako.compare.subject.Field;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Pods with one container on the host's network, call by call: one at a time, ten at a time; and
/// images, pulled from a registry on this machine and unpacked.
final class CriCalls {
    private static final double NANOS_PER_MICRO = 1_000;
    private static final int AT_ONCE = 10;
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
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
        Set<String> measured = how.turns(how.rounds(60, 10), how.limit(120, 8)).run(lives).keySet();
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
            List<Double> shares = new ArrayList<>();
            int rounds = how.rounds(6, 2);
            for (int round = 0; round < rounds && (round == 0 || !how.isOver()); round++) {
                sink.progress("ten pods at once, " + endpoint.name());
                double before = Memory.proportional(endpoint.processes().get());
                List<PodLife.Pod> pods = Crew.of(AT_ONCE).gather(AT_ONCE, _ -> life.begin(0));
                share(endpoint, pods, before).ifPresent(shares::add);
                Crew.of(AT_ONCE).each(AT_ONCE, i -> life.end(pods.get(i)));
            }
            tell(life, ", ten at once");
            tellMemory(endpoint, shares);
            pull(endpoint, endpoint.image(), SMALL, how.rounds(20, 5));
        } catch (RuntimeException e) {
            sink.missing(new Field.Gap(endpoint.name(), "ten at once", Field.firstLine(e)));
        }
    }

    /// What one of these pods takes, as far as it is known whose processes are whose.
    private static Optional<Double> share(
            CriEndpoint endpoint, List<PodLife.Pod> pods, double before) {
        LockSupport.parkNanos(SETTLING_NANOS);
        Set<Long> processes = new LinkedHashSet<>(endpoint.processes().get());
        List<String> ids =
                pods.stream().flatMap(pod -> Stream.of(pod.id(), pod.container())).toList();
        processes.addAll(Owned.marked(ids));
        double grown = Memory.proportional(processes) - before;
        return grown > 0 ? Optional.of(grown / pods.size()) : Optional.empty();
    }

    private void tellMemory(CriEndpoint endpoint, List<Double> shares) {
        if (shares.isEmpty()) {
            String why = "which processes are its own is not known";
            sink.missing(new Field.Gap(endpoint.name(), "memory of pods", why));
            return;
        }
        String what = "a pod's processes (PSS), one of " + AT_ONCE;
        Samples samples = Samples.of(shares.stream().mapToDouble(Double::doubleValue));
        sink.found(new Finding(Group.CRI, what, Unit.MEMORY, endpoint.name(), samples));
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
