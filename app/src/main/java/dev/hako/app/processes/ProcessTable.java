package dev.hako.app.processes;

import dev.hako.failure.Failure;
import dev.hako.kernel.ProcessStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The lines of `ps` that are about some processes.
public final class ProcessTable {
    private static final List<String> STANDARD = List.of("-ef");
    private static final String PID = "PID";

    private ProcessTable() {}

    /// A row of headings, and one for each process that still runs.
    ///
    /// @param processes to show
    /// @param options for the host's `ps`; empty: the columns of `ps -ef`
    /// @throws Failure if `ps` does not understand the options, or is not there to
    public static List<List<String>> of(Set<Integer> processes, List<String> options)
            throws InterruptedException {
        Optional<HostPs> ps = HostPs.find();
        if (ps.isPresent()) {
            return parse(ps.get().run(options.isEmpty() ? STANDARD : options), processes);
        }
        if (!options.isEmpty()) {
            throw Failure.unsupported("this host has no `ps` that would understand the options")
                    .hint("leave them out, or install the package procps");
        }
        return ProcRows.of(processes);
    }

    /// The same of processes that no `ps` of the host sees.
    ///
    /// @param options of which there are none
    public static List<List<String>> ofGuest(List<ProcessStatus> processes, List<String> options) {
        if (!options.isEmpty()) {
            throw Failure.unsupported("no `ps` of the host sees the processes of another kernel")
                    .hint("leave the options out, or run `ps` inside with `hako exec`");
        }
        return ProcRows.of(processes);
    }

    /// Columns end where blanks are, as Docker reads them; the last one may have blanks itself.
    static List<List<String>> parse(String text, Set<Integer> processes) {
        List<String> lines = text.lines().toList();
        List<String> headings = lines.isEmpty() ? List.of() : words(lines.getFirst(), 0);
        int pid = headings.indexOf(PID);
        if (pid < 0) {
            throw Failure.invalid("what `ps` prints with these options has no column PID")
                    .hint("add it, as in `-o pid,args`");
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(headings);
        for (String line : lines.subList(1, lines.size())) {
            List<String> row = words(line, headings.size());
            if (row.size() > pid && isOneOf(row.get(pid), processes)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<String> words(String line, int columns) {
        return Arrays.asList(line.strip().split("\\s+", columns));
    }

    private static boolean isOneOf(String word, Set<Integer> processes) {
        return word.matches("\\d{1,9}") && processes.contains(Integer.parseInt(word));
    }
}
