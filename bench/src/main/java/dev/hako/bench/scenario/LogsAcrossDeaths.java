package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.NUMBER;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.subject.Hako;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Whether a line of a box that writes as fast as it can is lost while engines are killed.
final class LogsAcrossDeaths implements Scenario {
    private static final String BOX = "counter";

    @Override
    public String name() {
        return "deaths";
    }

    @Override
    public String title() {
        return "a box that counts into its log, as fast as it can, while engines are killed";
    }

    @Override
    public List<Line> measure(Setting setting) {
        long last = setting.rounds(20_000_000, 10_000_000);
        int deaths = setting.rounds(5, 2);
        try (Hako hako = setting.hako("deaths")) {
            hako.runTrue();
            hako.command(1, 1, Hako.writer(BOX, "seq 1 " + last));
            for (int death = 0; death < deaths; death++) {
                ProcessHandle.of(hako.engine()).ifPresent(ProcessHandle::destroyForcibly);
                hako.command(1, 1, List.of("ps"));
            }
            if (hako.process(BOX) == 0) {
                throw new IllegalStateException("the box ended before the last engine was killed");
            }
            hako.command(1, 1, List.of("wait", BOX));
            double lost = last - counted(hako);
            return List.of(
                    Line.of(
                            "lines lost of " + last + ", " + deaths + " engines killed",
                            NUMBER,
                            lost,
                            new Target.AtMost(0)));
        }
    }

    /// How far the log counts without a gap.
    private static long counted(Hako hako) {
        Process logs = hako.begin(ProcessBuilder.Redirect.PIPE, List.of("logs", BOX));
        try (BufferedReader lines = logs.inputReader(StandardCharsets.UTF_8)) {
            long count = 0;
            while (Long.toString(count + 1).equals(lines.readLine())) {
                count++;
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            logs.destroy();
        }
    }
}
