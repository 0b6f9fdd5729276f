package dev.hako.bench.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process has used, threads that ended included, in the kernel's clock ticks of 10 ms
/// (proc_pid_stat(5)): exact enough over many runs.
///
/// @param userNanos in its own code
/// @param systemNanos in the kernel, for it
public record CpuTime(long userNanos, long systemNanos) {
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    /// Of a process that runs.
    public static CpuTime of(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc/" + pid + "/stat")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The fields are counted behind the name, which may hold anything.
    static CpuTime parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new CpuTime(
                Long.parseLong(fields[USER]) * NANOS_PER_TICK,
                Long.parseLong(fields[SYSTEM]) * NANOS_PER_TICK);
    }

    /// What was used since `earlier`.
    public CpuTime since(CpuTime earlier) {
        return new CpuTime(userNanos - earlier.userNanos, systemNanos - earlier.systemNanos);
    }
}
