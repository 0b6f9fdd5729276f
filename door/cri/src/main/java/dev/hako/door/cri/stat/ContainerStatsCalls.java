package dev.hako.door.cri.stat;

import dev.hako.cri.v1.ContainerStats;
import dev.hako.cri.v1.ContainerStatsFilter;
import dev.hako.cri.v1.ContainerStatsRequest;
import dev.hako.cri.v1.ContainerStatsResponse;
import dev.hako.cri.v1.ListContainerStatsRequest;
import dev.hako.cri.v1.ListContainerStatsResponse;
import dev.hako.cri.v1.StreamContainerStatsRequest;
import dev.hako.cri.v1.StreamContainerStatsResponse;
import dev.hako.door.cri.call.Answers;
import dev.hako.door.cri.registry.ContainerEntry;
import dev.hako.door.cri.registry.Containers;
import dev.hako.door.cri.registry.Labels;
import java.util.List;

/// `ContainerStats`, `ListContainerStats` and `StreamContainerStats`.
public record ContainerStatsCalls(Containers containers, Meters meters) {
    public ContainerStatsResponse one(ContainerStatsRequest question) {
        ContainerEntry entry = containers.container(question.getContainerId());
        return ContainerStatsResponse.newBuilder().setStats(meters.stats(entry)).build();
    }

    public ListContainerStatsResponse list(ListContainerStatsRequest question) {
        List<ContainerStats> stats =
                matching(question.getFilter()).stream().map(meters::stats).toList();
        return ListContainerStatsResponse.newBuilder().addAllStats(stats).build();
    }

    /// Each as soon as it is measured.
    public void stream(
            StreamContainerStatsRequest question, Answers<StreamContainerStatsResponse> answers) {
        for (ContainerEntry entry : matching(question.getFilter())) {
            answers.send(
                    StreamContainerStatsResponse.newBuilder()
                            .addContainerStats(meters.stats(entry))
                            .build());
        }
    }

    /// Lists tell of those that run.
    private List<ContainerEntry> matching(ContainerStatsFilter filter) {
        return containers.all().stream()
                .filter(entry -> entry.container().state().running().isPresent())
                .filter(entry -> entry.id().startsWith(filter.getId()))
                .filter(entry -> entry.sandboxId().startsWith(filter.getPodSandboxId()))
                .filter(entry ->
                        Labels.match(filter.getLabelSelectorMap(), entry.config().getLabelsMap()))
                .toList();
    }
}
