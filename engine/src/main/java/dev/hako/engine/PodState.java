package dev.hako.engine;

import java.util.List;

/// Where a pod is in its life, by what its containers do.
public enum PodState {
    /// It has none, or none that was ever started.
    CREATED("Created"),
    /// All of them run.
    RUNNING("Running"),
    /// Some of them run.
    DEGRADED("Degraded"),
    /// None of them runs, and some are held.
    PAUSED("Paused"),
    /// None of them runs any more.
    EXITED("Exited");

    private final String word;

    PodState(String word) {
        this.word = word;
    }

    /// Podman's word for it.
    public String word() {
        return word;
    }

    static PodState of(List<ContainerState> states) {
        long held = states.stream().filter(ContainerState.Paused.class::isInstance).count();
        long running = states.stream().filter(ContainerState::live).count() - held;
        if (running > 0) {
            return running == states.size() ? RUNNING : DEGRADED;
        }
        if (held > 0) {
            return PAUSED;
        }
        boolean fresh = states.stream().allMatch(ContainerState.Created.class::isInstance);
        return fresh ? CREATED : EXITED;
    }
}
