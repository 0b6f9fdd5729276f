package dev.hako.door.cri.stat;

import static dev.hako.cri.v1.RuntimeServiceGrpc.getContainerStatsMethod;
import static dev.hako.cri.v1.RuntimeServiceGrpc.getListContainerStatsMethod;
import static dev.hako.cri.v1.RuntimeServiceGrpc.getListMetricDescriptorsMethod;
import static dev.hako.cri.v1.RuntimeServiceGrpc.getListPodSandboxMetricsMethod;
import static dev.hako.cri.v1.RuntimeServiceGrpc.getListPodSandboxStatsMethod;
import static dev.hako.cri.v1.RuntimeServiceGrpc.getPodSandboxStatsMethod;
import static dev.hako.cri.v1.RuntimeServiceGrpc.getStreamContainerStatsMethod;
import static dev.hako.cri.v1.RuntimeServiceGrpc.getStreamPodSandboxMetricsMethod;
import static dev.hako.cri.v1.RuntimeServiceGrpc.getStreamPodSandboxStatsMethod;

import dev.hako.door.cri.call.CallTable;
import dev.hako.door.cri.registry.Containers;
import dev.hako.door.cri.registry.Sandboxes;
import dev.hako.engine.Engine;
import java.time.Clock;

/// All calls about what is used.
public record StatCalls(Engine engine, Sandboxes sandboxes, Containers containers) {
    public void addTo(CallTable calls) {
        Meters meters = new Meters(Clock.systemUTC(), engine.info().locations().root().toString());
        SandboxMeters pods = new SandboxMeters(containers, meters);
        ContainerStatsCalls ofContainers = new ContainerStatsCalls(containers, meters);
        SandboxStatsCalls ofPods = new SandboxStatsCalls(sandboxes, pods);
        MetricsCalls metrics =
                new MetricsCalls(
                        sandboxes, pods, meters, RootDisk.of(engine.info().locations().root()));
        calls.unary(getContainerStatsMethod(), ofContainers::one)
                .unary(getListContainerStatsMethod(), ofContainers::list)
                .streamed(getStreamContainerStatsMethod(), ofContainers::stream)
                .unary(getPodSandboxStatsMethod(), ofPods::one)
                .unary(getListPodSandboxStatsMethod(), ofPods::list)
                .streamed(getStreamPodSandboxStatsMethod(), ofPods::stream)
                .unary(getListMetricDescriptorsMethod(), metrics::descriptors)
                .unary(getListPodSandboxMetricsMethod(), metrics::list)
                .streamed(getStreamPodSandboxMetricsMethod(), metrics::stream);
    }
}
