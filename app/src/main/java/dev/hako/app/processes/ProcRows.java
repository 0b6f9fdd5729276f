package dev.hako.app.processes;

import dev.hako.kernel.ProcessStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The columns of `ps -ef`, from `/proc`, for a host that has no `ps`. Users are shown by number.
final class ProcRows {
    private static final List<String> HEADINGS =
            List.of("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
    private static final int MOST_PERCENT = 99;
    private static final DateTimeFormatter TODAY =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter EARLIER =
            DateTimeFormatter.ofPattern("MMMdd", Locale.ROOT);

    private ProcRows() {}

    static List<List<String>> of(Set<Integer> processes) {
        return of(
                processes.stream()
                        .sorted()
                        .flatMap(pid -> ProcessStatus.find(pid).stream())
                        .toList());
    }

    static List<List<String>> of(List<ProcessStatus> processes) {
        Instant now = Instant.now();
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        processes.forEach(process -> rows.add(row(process, now, ZoneId.systemDefault())));
        return rows;
    }

    static List<String> row(ProcessStatus process, Instant now, ZoneId zone) {
        Duration age = Duration.between(process.startedAt(), now);
        Duration used = process.processorTime();
        long percent = age.isPositive() ? used.toMillis() * 100 / Math.max(1, age.toMillis()) : 0;
        boolean today = age.compareTo(Duration.ofDays(1)) < 0;
        return List.of(
                String.valueOf(process.uid()),
                String.valueOf(process.pid()),
                String.valueOf(process.parent()),
                String.valueOf(Math.min(MOST_PERCENT, percent)),
                (today ? TODAY : EARLIER).format(process.startedAt().atZone(zone)),
                process.terminal().orElse("?"),
                "%02d:%02d:%02d"
                        .formatted(used.toHours(), used.toMinutesPart(), used.toSecondsPart()),
                process.command());
    }
}
