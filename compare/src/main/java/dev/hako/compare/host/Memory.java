package dev.hako.compare.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/// Memory of processes and of the kernel, in bytes.
public final class Memory {
    private static final long KIB = 1024;

    private Memory() {}

    /// A process's proportional set size: its own pages and its share of those it has in common
    /// with others (proc_pid_smaps(5)). Nothing if the process has gone.
    public static OptionalLong proportional(long pid) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"));
            return OptionalLong.of(field(lines, "Pss:"));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /// That of several together, as far as they are still there.
    public static double proportional(Collection<Long> processes) {
        return processes.stream()
                .map(Memory::proportional)
                .filter(OptionalLong::isPresent)
                .mapToDouble(OptionalLong::getAsLong)
                .sum();
    }

    /// The most memory that a process ever had resident (proc_pid_status(5)). Nothing if it has
    /// gone.
    public static OptionalLong peak(long pid) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
            return OptionalLong.of(field(lines, "VmHWM:"));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /// What the kernel itself holds for processes and files: slab, kernel stacks, page tables and
    /// per-CPU data (proc_meminfo(5)), of the whole machine.
    public static long kernel() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/meminfo"));
            return field(lines, "Slab:")
                    + field(lines, "KernelStack:")
                    + field(lines, "PageTables:")
                    + field(lines, "Percpu:");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static long field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> kib(line.substring(name.length())))
                .findFirst()
                .orElse(0);
    }

    private static long kib(String text) {
        return Long.parseLong(text.strip().split(" ", 2)[0]) * KIB;
    }
}
