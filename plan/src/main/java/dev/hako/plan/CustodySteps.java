package dev.hako.plan;

/// The steps by which a program comes into somebody's custody.
sealed interface CustodySteps permits MonitorStep, HandoverSteps {
    /// The launcher's first steps.
    ///
    /// @param adoptsOrphans whether processes may outlive the one that is started
    void begin(LauncherSteps launcher, boolean adoptsOrphans);

    /// Whether the process does not run its program before the launcher has said that all is noted.
    boolean isNoted();

    /// The launcher's part: puts the process's end where the program's descriptors do not cover it.
    SocketPair keepClear(SocketPair sockets);

    /// The launcher's last steps.
    void finish(LauncherSteps launcher, Started started);

    /// The process's part, when it has become all but its program.
    void await(SocketPair sockets);

    /// How many descriptors after the standard ones the program keeps.
    int preserved();

    /// What the launcher's last steps depend on.
    ///
    /// @param sockets to the process; perhaps none
    /// @param waitMillis how long the program may take to run
    /// @param adoptsOrphans as in [#begin]
    /// @param poststart appends what is done once the program runs
    record Started(
            Cloning process,
            SocketPair sockets,
            Streams streams,
            Stdio stdio,
            int waitMillis,
            boolean adoptsOrphans,
            Runnable poststart) {}

    /// Those for a kind of custody.
    static CustodySteps of(PlanBuilder plan, Descriptors descriptors, Custody custody) {
        return switch (custody) {
            case Monitoring monitoring -> new MonitorStep(plan, descriptors, monitoring);
            case Handover handover -> new HandoverSteps(plan, handover);
        };
    }
}
