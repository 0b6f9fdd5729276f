package dev.hako.door.cri.stat;

import static dev.hako.door.cri.stat.Meters.number;

import dev.hako.cri.v1.ContainerMetrics;
import dev.hako.cri.v1.ContainerStats;
import dev.hako.cri.v1.ListMetricDescriptorsRequest;
import dev.hako.cri.v1.ListMetricDescriptorsResponse;
import dev.hako.cri.v1.ListPodSandboxMetricsRequest;
import dev.hako.cri.v1.ListPodSandboxMetricsResponse;
import dev.hako.cri.v1.Metric;
import dev.hako.cri.v1.MetricDescriptor;
import dev.hako.cri.v1.MetricType;
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
public record MetricsCalls(Sandboxes sandboxes, SandboxMeters pods, Meters meters) {
    /// What the values of all labels are, in the order in which a metric has them. The kubelet
    /// knows by the id what pod and container it is of.
    private static final List<String> CONTAINER_LABELS = List.of("id", "name", "image");

    private static final List<String> NETWORK_LABELS = List.of("id", "interface");

    public ListMetricDescriptorsResponse descriptors(ListMetricDescriptorsRequest question) {
        ListMetricDescriptorsResponse.Builder all = ListMetricDescriptorsResponse.newBuilder();
        for (ContainerMetric metric : ContainerMetric.ALL) {
            all.addDescriptors(descriptor(metric.name(), metric.help(), CONTAINER_LABELS));
        }
        for (NetworkMetric metric : NetworkMetric.ALL) {
            all.addDescriptors(descriptor(metric.name(), metric.help(), NETWORK_LABELS));
        }
        return all.build();
    }

    private static MetricDescriptor descriptor(String name, String help, List<String> labels) {
        return MetricDescriptor.newBuilder()
                .setName(name)
                .setHelp(help)
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
                                .addAllLabelValues(List.of(entry.id(), one.name())));
            }
        }
        pods.running(entry).forEach(one -> metrics.addContainerMetrics(metrics(one)));
        return metrics.build();
    }

    private ContainerMetrics metrics(ContainerEntry entry) {
        ContainerMetrics.Builder metrics = ContainerMetrics.newBuilder().setContainerId(entry.id());
        ContainerStats stats = meters.stats(entry);
        List<String> labels =
                List.of(
                        entry.id(),
                        entry.config().getMetadata().getName(),
                        entry.config().getImage().getImage());
        for (ContainerMetric metric : ContainerMetric.ALL) {
            if (metric.isKnown(stats)) {
                metrics.addMetrics(
                        metric(metric.name(), metric.type(), metric.value(stats))
                                .addAllLabelValues(labels));
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
