package dev.hako.isolation;

import java.nio.file.Path;

/// Where a task is to be found again.
///
/// @param id the container's or exec's id
/// @param directory its run directory: the monitor listens on `monitor.sock` there and leaves its
///   last word in `exit`
public record TaskAddress(String id, Path directory) {
    public static final String MONITOR_SOCKET = "monitor.sock";
    public static final String EXIT_FILE = "exit";

    /// Beside the exit file; see [OomFile].
    public static final String OOM_FILE = "oom";
}
