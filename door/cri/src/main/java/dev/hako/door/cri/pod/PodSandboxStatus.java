package dev.hako.door.cri.pod;

import dev.hako.cri.v1.LinuxPodSandboxStatus;
import dev.hako.cri.v1.Namespace;
import dev.hako.cri.v1.PodIP;
import dev.hako.cri.v1.PodSandboxNetworkStatus;
import dev.hako.cri.v1.PodSandboxStatusRequest;
import dev.hako.cri.v1.PodSandboxStatusResponse;
import dev.hako.door.cri.call.JsonText;
import dev.hako.door.cri.call.Nanos;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.container.ContainerStatus;
import dev.hako.door.cri.registry.Containers;
import dev.hako.door.cri.registry.SandboxEntry;
import dev.hako.door.cri.registry.Sandboxes;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// `PodSandboxStatus`.
public record PodSandboxStatus(Sandboxes sandboxes, Containers containers)
        implements Unary<PodSandboxStatusRequest, PodSandboxStatusResponse> {
    @Override
    public PodSandboxStatusResponse answer(PodSandboxStatusRequest question) {
        SandboxEntry entry = sandboxes.sandbox(question.getPodSandboxId());
        PodSandboxStatusResponse.Builder answer =
                PodSandboxStatusResponse.newBuilder()
                        .setStatus(told(entry))
                        .setTimestamp(Nanos.of(Instant.now()));
        containers
                .in(entry)
                .forEach(one -> answer.addContainersStatuses(ContainerStatus.told(one)));
        if (question.getVerbose()) {
            answer.putInfo("info", info(entry));
        }
        return answer.build();
    }

    /// All about a pod itself.
    public static dev.hako.cri.v1.PodSandboxStatus told(SandboxEntry entry) {
        return dev.hako.cri.v1.PodSandboxStatus.newBuilder()
                .setId(entry.id())
                .setMetadata(entry.config().getMetadata())
                .setState(entry.state())
                .setCreatedAt(Nanos.of(entry.pod().createdAt()))
                .setNetwork(network(addresses(entry)))
                .setLinux(
                        LinuxPodSandboxStatus.newBuilder()
                                .setNamespaces(
                                        Namespace.newBuilder()
                                                .setOptions(
                                                        entry.config()
                                                                .getLinux()
                                                                .getSecurityContext()
                                                                .getNamespaceOptions())))
                .putAllLabels(entry.config().getLabelsMap())
                .putAllAnnotations(entry.config().getAnnotationsMap())
                .setRuntimeHandler(entry.handler())
                .build();
    }

    private static List<String> addresses(SandboxEntry entry) {
        return entry.pod().connected().connections().stream()
                .limit(1)
                .flatMap(connection -> connection.addresses().stream())
                .map(address -> address.address().getHostAddress())
                .toList();
    }

    private static PodSandboxNetworkStatus network(List<String> addresses) {
        PodSandboxNetworkStatus.Builder network = PodSandboxNetworkStatus.newBuilder();
        addresses.stream().limit(1).forEach(network::setIp);
        addresses.stream()
                .skip(1)
                .forEach(address -> network.addAdditionalIps(PodIP.newBuilder().setIp(address)));
        return network.build();
    }

    private static String info(SandboxEntry entry) {
        return JsonText.object(
                Map.of(
                        "name", entry.pod().name(),
                        "hostname", entry.pod().hostname(),
                        "cgroupParent", entry.config().getLinux().getCgroupParent(),
                        "logDirectory", entry.config().getLogDirectory()));
    }
}
