package dev.hako.door.cri.stat;

import static dev.hako.door.cri.stat.Meters.number;

import dev.hako.cri.v1.ContainerMetrics;
import dev.hako.cri.v1.ListMetricDescriptorsRequest;
import dev.hako.cri.v1.ListMetricDescriptorsResponse;
import dev.hako.cri.v1.ListPodSandboxMetricsRequest;
import dev.hako.cri.v1.ListPodSandboxMetricsResponse;
import dev.hako.cri.v1.Metric;
import dev.hako.cri.v1.MetricDescriptor;
import dev.hako.cri.v1.MetricType;
import dev.hako.cri.v1.PodSandboxMetadata;
import dev.hako.cri.v1.PodSandboxMetrics;
import dev.hako.cri.v1.StreamPodSandboxMetricsRequest;
import dev.hako.cri.v1.StreamPodSandboxMetricsResponse;
import dev.hako.door.cri.call.Answers;
import dev.hako.door.cri.registry.ContainerEntry;
import dev.hako.door.cri.registry.SandboxEntry;
import dev.hako.door.cri.registry.Sandboxes;
import dev.hako.kernel.InterfaceTraffic;
import java.util.List;

/// `ListMetricDescriptors`, `ListPodSandboxMetrics` and `StreamPodSandboxMetrics`.
///
/// @param disk that containers write to
public record MetricsCalls(Sandboxes sandboxes, SandboxMeters pods, Meters meters, RootDisk disk) {
    /// Which labels every metric has, in this order: the kubelet hands them on as they are, and who
    /// draws curves asks for them by cAdvisor's names.
    private static final List<String> LABELS =
            List.of("id", "name", "image", "container", "pod", "namespace");

    private static final String INTERFACE = "interface";

    public ListMetricDescriptorsResponse descriptors(ListMetricDescriptorsRequest question) {
        ListMetricDescriptorsResponse.Builder all = ListMetricDescriptorsResponse.newBuilder();
        for (ContainerMetric metric : ContainerMetric.ALL) {
            all.addDescriptors(descriptor(metric.name(), metric.help(), metric.labels()));
        }
        for (NetworkMetric metric : NetworkMetric.ALL) {
            all.addDescriptors(descriptor(metric.name(), metric.help(), List.of(INTERFACE)));
        }
        return all.build();
    }

    private static MetricDescriptor descriptor(String name, String help, List<String> labels) {
        return MetricDescriptor.newBuilder()
                .setName(name)
                .setHelp(help)
                .addAllLabelKeys(LABELS)
                .addAllLabelKeys(labels)
                .build();
    }

    public ListPodSandboxMetricsResponse list(ListPodSandboxMetricsRequest question) {
        return ListPodSandboxMetricsResponse.newBuilder()
                .addAllPodMetrics(sandboxes.all().stream().map(this::metrics).toList())
                .build();
    }

    /// Each pod's as soon as they are measured.
    public void stream(
            StreamPodSandboxMetricsRequest question,
            Answers<StreamPodSandboxMetricsResponse> answers) {
        for (SandboxEntry entry : sandboxes.all()) {
            answers.send(
                    StreamPodSandboxMetricsResponse.newBuilder()
                            .addPodSandboxMetrics(metrics(entry))
                            .build());
        }
    }

    private PodSandboxMetrics metrics(SandboxEntry entry) {
        PodSandboxMetrics.Builder metrics =
                PodSandboxMetrics.newBuilder().setPodSandboxId(entry.id());
        for (InterfaceTraffic one : entry.pod().traffic().interfaces()) {
            for (NetworkMetric metric : NetworkMetric.ALL) {
                metrics.addMetrics(
                        metric(metric.name(), MetricType.COUNTER, metric.value(one))
                                .addAllLabelValues(labels(entry))
                                .addLabelValues(one.name()));
            }
        }
        for (ContainerEntry one : pods.running(entry)) {
            Reading.of(one, meters, disk)
                    .ifPresent(reading ->
                            metrics.addContainerMetrics(metrics(reading, labels(entry, one))));
        }
        return metrics.build();
    }

    private static List<String> labels(SandboxEntry pod) {
        PodSandboxMetadata metadata = pod.config().getMetadata();
        return List.of(
                pod.id(), pod.pod().name(), "", "", metadata.getName(), metadata.getNamespace());
    }

    private static List<String> labels(SandboxEntry pod, ContainerEntry one) {
        PodSandboxMetadata metadata = pod.config().getMetadata();
        return List.of(
                one.id(),
                one.container().name(),
                one.config().getImage().getImage(),
                one.config().getMetadata().getName(),
                metadata.getName(),
                metadata.getNamespace());
    }

    private ContainerMetrics metrics(Reading reading, List<String> labels) {
        ContainerMetrics.Builder metrics =
                ContainerMetrics.newBuilder().setContainerId(reading.entry().id());
        for (ContainerMetric metric : ContainerMetric.ALL) {
            for (Sample sample : metric.samples().apply(reading)) {
                metrics.addMetrics(
                        metric(metric.name(), metric.type(), sample.value())
                                .addAllLabelValues(labels)
                                .addAllLabelValues(sample.labels()));
            }
        }
        return metrics.build();
    }

    private Metric.Builder metric(String name, MetricType type, long value) {
        return Metric.newBuilder()
                .setName(name)
                .setTimestamp(meters.now())
                .setMetricType(type)
                .setValue(number(value));
    }
}
