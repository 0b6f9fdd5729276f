package dev.hako.isolation;

/// What a task's monitor does besides holding it.
///
/// @param durableExit fsync the exit file
/// @param inputOnce close the task's standard input when the first attached client's ends
/// @param awaitRelease tell clients of the exit only after [Task#release], as long as an engine is
///   there or is to be started
/// @param withoutEngine what it does when no engine is left while the task runs
public record MonitorSettings(
        boolean durableExit,
        boolean inputOnce,
        boolean awaitRelease,
        WithoutEngine withoutEngine) {}
