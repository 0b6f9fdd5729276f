package dev.hako.plan;

/// What a launcher tells the engine on its way (`enum plan_milestone`).
public enum Milestone {
    /// The container's first process exists; the value is its process id as the engine sees it.
    CREATED(1),
    /// The program runs.
    STARTED(2),
    /// The container has its file systems.
    MOUNTED(3);

    private final int number;

    Milestone(int number) {
        this.number = number;
    }

    /// The number of `plan.h`.
    public int number() {
        return number;
    }
}
