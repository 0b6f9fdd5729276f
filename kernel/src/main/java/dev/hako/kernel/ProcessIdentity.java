package dev.hako.kernel;

import java.util.Optional;

/// A process for as long as the machine runs: numbers are used again, pairs are not.
///
/// @param pid its number
/// @param startTime when it started, in clock ticks since boot: field 22 of `/proc/PID/stat`
public record ProcessIdentity(int pid, long startTime) {
    private static final int START_TIME_AFTER_NAME = 19;

    /// The process that has this number now, or nothing.
    public static Optional<ProcessIdentity> find(int pid) {
        return ProcFile.find("/proc/" + pid + "/stat").map(stat -> parse(pid, stat));
    }

    /// Whether this very process exists, as a zombie too.
    public boolean exists() {
        return find(pid).filter(this::equals).isPresent();
    }

    /// The name in parentheses may hold anything, so fields are counted from the last one.
    static ProcessIdentity parse(int pid, String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcessIdentity(pid, Long.parseLong(fields[START_TIME_AFTER_NAME]));
    }
}
