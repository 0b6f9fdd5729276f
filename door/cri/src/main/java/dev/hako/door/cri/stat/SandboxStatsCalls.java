package dev.hako.door.cri.stat;

import dev.hako.cri.v1.ListPodSandboxStatsRequest;
import dev.hako.cri.v1.ListPodSandboxStatsResponse;
import dev.hako.cri.v1.PodSandboxStats;
import dev.hako.cri.v1.PodSandboxStatsFilter;
import dev.hako.cri.v1.PodSandboxStatsRequest;
import dev.hako.cri.v1.PodSandboxStatsResponse;
import dev.hako.cri.v1.StreamPodSandboxStatsRequest;
import dev.hako.cri.v1.StreamPodSandboxStatsResponse;
import dev.hako.door.cri.call.Answers;
import dev.hako.door.cri.registry.Labels;
import dev.hako.door.cri.registry.SandboxEntry;
import dev.hako.door.cri.registry.Sandboxes;
import java.util.List;

/// `PodSandboxStats`, `ListPodSandboxStats` and `StreamPodSandboxStats`.
public record SandboxStatsCalls(Sandboxes sandboxes, SandboxMeters meters) {
    public PodSandboxStatsResponse one(PodSandboxStatsRequest question) {
        SandboxEntry entry = sandboxes.sandbox(question.getPodSandboxId());
        return PodSandboxStatsResponse.newBuilder().setStats(meters.stats(entry)).build();
    }

    public ListPodSandboxStatsResponse list(ListPodSandboxStatsRequest question) {
        List<PodSandboxStats> stats =
                matching(question.getFilter()).stream().map(meters::stats).toList();
        return ListPodSandboxStatsResponse.newBuilder().addAllStats(stats).build();
    }

    /// Each as soon as it is measured.
    public void stream(
            StreamPodSandboxStatsRequest question, Answers<StreamPodSandboxStatsResponse> answers) {
        for (SandboxEntry entry : matching(question.getFilter())) {
            answers.send(
                    StreamPodSandboxStatsResponse.newBuilder()
                            .addPodSandboxStats(meters.stats(entry))
                            .build());
        }
    }

    private List<SandboxEntry> matching(PodSandboxStatsFilter filter) {
        return sandboxes.all().stream()
                .filter(entry -> entry.id().startsWith(filter.getId()))
                .filter(entry ->
                        Labels.match(filter.getLabelSelectorMap(), entry.config().getLabelsMap()))
                .toList();
    }
}
