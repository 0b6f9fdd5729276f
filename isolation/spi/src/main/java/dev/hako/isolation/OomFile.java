package dev.hako.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a container's task leaves beside its exit file, before it tells of its end, of kills for
/// want of memory: the kernel's own counters, one a line, among them `oom_kill NUMBER` (cgroup
/// version 1: `memory.oom_control`, version 2: `memory.events`).
public final class OomFile {
    private static final String KILLS = "oom_kill ";

    private OomFile() {}

    /// Whether a process was killed.
    ///
    /// @param directory of the exit file
    /// @return false if nothing was left: then nothing was counted
    public static boolean tellsOfKill(Path directory) {
        try {
            return tellsOfKill(Files.readString(directory.resolve(TaskAddress.OOM_FILE)));
        } catch (IOException _) {
            return false;
        }
    }

    static boolean tellsOfKill(String counters) {
        return counters.lines()
                .filter(line -> line.startsWith(KILLS))
                .anyMatch(line -> !line.substring(KILLS.length()).strip().equals("0"));
    }
}
