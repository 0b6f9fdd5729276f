package dev.hako.compare.cri;

import dev.hako.compare.contest.Contender;
import dev.hako.compare.contest.Measure;
import dev.hako.compare.figure.Samples;
import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.PodSandboxConfig;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// The life of a pod with one container, on one node.
public final class PodLife implements Contender {
    private static final double NANOS_PER_MICRO = 1_000;
    private static final long GLANCE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final CriEndpoint node;
    private final PodWish wish;
    private final String prefix;
    private final CallTimes times = new CallTimes();
    private final AtomicInteger count = new AtomicInteger();

    /// A pod that is there.
    ///
    /// @param log where its container says that it can be stopped
    /// @param micros how long it took
    public record Pod(String id, String container, Path log, double micros) {}

    private PodLife(CriEndpoint node, PodWish wish, String prefix) {
        this.node = node;
        this.wish = wish;
        this.prefix = prefix;
    }

    /// Pods on the host's network.
    ///
    /// @param prefix of the names of pods, unlike that of others on the node
    public static PodLife onHost(CriEndpoint node, String prefix) {
        return of(node, prefix, NamespaceMode.NODE);
    }

    /// Pods with a network of their own.
    ///
    /// @param prefix of the names of pods, unlike that of others on the node
    public static PodLife onBridge(CriEndpoint node, String prefix) {
        return of(node, prefix, NamespaceMode.POD);
    }

    private static PodLife of(CriEndpoint node, String prefix, NamespaceMode network) {
        PodWish wish = new PodWish(node.image(), network, node.cgroupParent(), node.logs());
        return new PodLife(node, wish, prefix);
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public int warmUps() {
        return node.warmUps();
    }

    /// Its node.
    public CriEndpoint node() {
        return node;
    }

    /// One life; what is measured as a whole is the way to the running program.
    @Override
    public Measure run() {
        long before = node.restedNanos();
        Pod pod = begin(0);
        end(pod);
        long after = node.restedNanos();
        return new Measure(pod.micros(), (after - before) / NANOS_PER_MICRO);
    }

    /// Makes a pod and starts its container. Any thread may.
    ///
    /// @param idle how many containers more it has, which are not started
    public Pod begin(int idle) {
        String name = prefix + count.incrementAndGet();
        PodSandboxConfig config = wish.pod(name);
        Kubelet kubelet = node.kubelet();
        long start = System.nanoTime();
        Pod pod = times.time(CriCall.BEGIN, () -> begin(config, wish.log(name)));
        double micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
        awaitReady(pod);
        for (int i = 1; i <= idle; i++) {
            kubelet.create(pod.id(), config, wish.container(i));
        }
        return new Pod(pod.id(), pod.container(), pod.log(), micros);
    }

    private Pod begin(PodSandboxConfig config, Path log) {
        Kubelet kubelet = node.kubelet();
        String id = times.time(CriCall.RUN_POD, () -> kubelet.runPod(config));
        String container =
                times.time(CriCall.CREATE, () -> kubelet.create(id, config, wish.container(0)));
        times.time(CriCall.START, () -> kubelet.start(container));
        return new Pod(id, container, log, 0);
    }

    /// One that is stopped earlier may not hear of it, and is killed when its time is over.
    private void awaitReady(Pod pod) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (pod.log().toFile().length() == 0) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(name() + ": \"" + pod.log() + "\" stays empty");
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    /// Stops and removes all of it. Any thread may.
    public void end(Pod pod) {
        times.time(CriCall.END, () -> ended(pod));
    }

    private Pod ended(Pod pod) {
        Kubelet kubelet = node.kubelet();
        times.time(CriCall.STOP, () -> kubelet.stop(pod.container()));
        times.time(CriCall.REMOVE, () -> kubelet.remove(pod.container()));
        times.time(CriCall.STOP_POD, () -> kubelet.stopPod(pod.id()));
        times.time(CriCall.REMOVE_POD, () -> kubelet.removePod(pod.id()));
        return pod;
    }

    /// What a call has taken in all lives but the first, in microseconds.
    public Samples times(CriCall call) {
        return times.of(call, warmUps());
    }

    /// The node is others', too.
    @Override
    public void close() {}
}
