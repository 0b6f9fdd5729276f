package dev.hako.compare.cri;

/// What a pod with one container asks of its runtime, call by call and as a whole.
public enum CriCall {
    RUN_POD("RunPodSandbox"),
    CREATE("CreateContainer"),
    START("StartContainer"),
    STOP("StopContainer"),
    REMOVE("RemoveContainer"),
    STOP_POD("StopPodSandbox"),
    REMOVE_POD("RemovePodSandbox"),
    /// From nothing to a program that runs.
    BEGIN("Run + Create + Start"),
    /// From there to nothing.
    END("Stop + Remove, container and pod");

    private final String title;

    CriCall(String title) {
        this.title = title;
    }

    /// As the report calls it.
    public String title() {
        return title;
    }

    /// Whether it is several calls.
    public boolean isWhole() {
        return this == BEGIN || this == END;
    }
}
