package dev.hako.door.cri.container;

import dev.hako.cri.v1.ContainerResources;
import dev.hako.cri.v1.ContainerStatusRequest;
import dev.hako.cri.v1.ContainerStatusResponse;
import dev.hako.door.cri.call.JsonText;
import dev.hako.door.cri.call.Nanos;
import dev.hako.door.cri.call.Unary;
import dev.hako.door.cri.config.ResourceMapping;
import dev.hako.door.cri.config.Signals;
import dev.hako.door.cri.registry.ContainerEntry;
import dev.hako.door.cri.registry.Containers;
import dev.hako.engine.ContainerState.Exited;
import dev.hako.engine.ContainerState.Running;
import java.util.Map;
import java.util.TreeMap;

/// `ContainerStatus`.
public record ContainerStatus(Containers containers)
        implements Unary<ContainerStatusRequest, ContainerStatusResponse> {
    private static final int SIGTERM = 15;

    /// What containerd says of a program that could not be started.
    private static final int NOT_STARTED = 128;

    @Override
    public ContainerStatusResponse answer(ContainerStatusRequest question) {
        ContainerEntry entry = containers.container(question.getContainerId());
        ContainerStatusResponse.Builder answer =
                ContainerStatusResponse.newBuilder().setStatus(told(entry));
        if (question.getVerbose()) {
            answer.putInfo("info", info(entry));
        }
        return answer.build();
    }

    /// All about a container.
    public static dev.hako.cri.v1.ContainerStatus told(ContainerEntry entry) {
        dev.hako.cri.v1.ContainerStatus.Builder status =
                dev.hako.cri.v1.ContainerStatus.newBuilder()
                        .setId(entry.id())
                        .setMetadata(entry.config().getMetadata())
                        .setState(entry.state())
                        .setCreatedAt(Nanos.of(entry.container().createdAt()))
                        .setImage(entry.config().getImage())
                        .setImageRef(entry.imageId())
                        .setImageId(entry.imageId())
                        .putAllLabels(entry.config().getLabelsMap())
                        .putAllAnnotations(entry.config().getAnnotationsMap())
                        .addAllMounts(entry.config().getMountsList())
                        .setLogPath(entry.logPath())
                        .setResources(resources(entry))
                        .setStopSignal(
                                Signals.of(
                                        entry.container()
                                                .config()
                                                .lifecycle()
                                                .stopSignal()
                                                .orElse(SIGTERM)));
        life(entry, status);
        return status.build();
    }

    private static ContainerResources resources(ContainerEntry entry) {
        long oomScore = entry.config().getLinux().getResources().getOomScoreAdj();
        return ContainerResources.newBuilder()
                .setLinux(ResourceMapping.told(entry.container().config().limits(), oomScore))
                .build();
    }

    private static void life(ContainerEntry entry, dev.hako.cri.v1.ContainerStatus.Builder status) {
        dev.hako.engine.ContainerState state = entry.container().state();
        if (state.running().isPresent()) {
            Running run = state.running().get();
            status.setStartedAt(Nanos.of(run.startedAt()));
            LiveUser.of(run.pid()).ifPresent(status::setUser);
        }
        if (state instanceof Exited exited) {
            ended(exited, status);
        }
    }

    private static void ended(Exited exited, dev.hako.cri.v1.ContainerStatus.Builder status) {
        exited.startedAt().ifPresent(moment -> status.setStartedAt(Nanos.of(moment)));
        exited.error().ifPresent(status::setMessage);
        status.setFinishedAt(Nanos.of(exited.exit().finishedAt()));
        if (exited.startedAt().isEmpty()) {
            status.setReason("StartError").setExitCode(NOT_STARTED);
            return;
        }
        status.setExitCode(exited.exit().code()).setReason(reason(exited));
    }

    private static String reason(Exited exited) {
        if (exited.exit().oomKilled()) {
            return "OOMKilled";
        }
        return exited.exit().code() == 0 ? "Completed" : "Error";
    }

    private static String info(ContainerEntry entry) {
        Map<String, String> info = new TreeMap<>();
        info.put("name", entry.container().name());
        info.put("sandboxID", entry.sandboxId());
        info.put("isolation", entry.container().isolation());
        entry.container()
                .state()
                .running()
                .ifPresent(run -> info.put("pid", String.valueOf(run.pid())));
        return JsonText.object(info);
    }
}
