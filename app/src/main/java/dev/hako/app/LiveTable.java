package dev.hako.app;

import dev.hako.compare.View;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.measure.Finding;
import dev.hako.compare.report.Change;
import dev.hako.compare.subject.Field;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A table that grows while it is measured, and on a terminal a line below it that says what is
/// being done.
final class LiveTable implements View, AutoCloseable {
    private static final String FRESH_LINE = "\r\u001b[K";

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final boolean terminal;
    private final long began = System.nanoTime();
    private boolean headed;

    private LiveTable(boolean terminal) {
        this.terminal = terminal;
    }

    static LiveTable open() {
        return new LiveTable(System.getenv("TERM") != null && isTerminal(1));
    }

    /// Whether a descriptor is a terminal's: those alone lead to a device below these.
    private static boolean isTerminal(int fd) {
        try {
            String file = Path.of("/proc/self/fd", String.valueOf(fd)).toRealPath().toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void progress(String text) {
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        if (terminal) {
            out.printf(Locale.ROOT, "%s%3d s  %s …", FRESH_LINE, seconds, text);
            out.flush();
        } else {
            System.err.printf(Locale.ROOT, "%3d s  %s%n", seconds, text);
        }
    }

    @Override
    public void found(Finding finding) {
        if (!headed) {
            headed = true;
            row("group", "measure", "who", "median", "10th–90th percentile");
        }
        Samples samples = finding.samples();
        row(
                finding.group().word(),
                finding.measure(),
                finding.subject(),
                finding.unit().format(samples.median()),
                samples.count() == 1
                        ? ""
                        : finding.unit().format(samples.percentile(10))
                                + "–"
                                + finding.unit().format(samples.percentile(90)));
    }

    private void row(Object... cells) {
        out.print(terminal ? FRESH_LINE : "");
        out.printf(Locale.ROOT, "%-10s %-34s %-18s %12s  %s%n", cells);
    }

    /// Says what could not be measured.
    void missing(List<Field.Gap> gaps) {
        close();
        gaps.forEach(gap ->
                out.println(
                        "not measured: " + gap.subject() + ", " + gap.what() + ": " + gap.why()));
    }

    /// Says what has changed significantly.
    void changes(List<Change> changes) {
        changes.stream()
                .filter(Change::isSignificant)
                .forEach(change ->
                        out.println(
                                change.verdict()
                                        + ": "
                                        + change.finding().measure()
                                        + ", "
                                        + change.finding().subject()
                                        + ", "
                                        + change.ratio()));
        if (!changes.isEmpty()) {
            long count = changes.stream().filter(Change::isSignificant).count();
            out.println(count + " of " + changes.size() + " figures have changed significantly");
        }
    }

    /// Says where the report is.
    void end(Path folder) {
        out.println("report: " + folder.resolve("report.html"));
    }

    /// The terminal gets a fresh line.
    @Override
    public void close() {
        if (terminal) {
            out.print(FRESH_LINE);
            out.flush();
        }
    }
}
