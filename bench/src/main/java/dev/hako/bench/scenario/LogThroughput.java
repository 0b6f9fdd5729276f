package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.subject.Hako;
import dev.hako.bench.subject.Podman;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.host.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How long a box takes that writes 100 MB as fast as it can, from the start of the command to the
/// known end, and how far behind it is who follows its log.
final class LogThroughput implements Scenario {
    private static final double LIMIT_MICROS = 1_000_000;
    private static final double BEHIND_MICROS = 500_000;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final long BYTES = 100_000_000;

    /// Lines of a hundred bytes.
    private static final String SCRIPT = "yes " + "x".repeat(99) + " | head -c " + BYTES;

    private static final String BOX = "writer";
    private static final List<String> WAIT = List.of("wait", BOX);
    private static final List<String> REMOVE = List.of("rm", "--force", BOX);

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public String title() {
        return "a box that writes 100 MB in lines of 100 bytes into its log";
    }

    @Override
    public List<Line> measure(Setting setting) {
        Optional<Podman> podman = Podman.prepare(setting.scratch(), setting.spawner());
        List<Double> written = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> behind = new ArrayList<>();
        try (Hako hako = setting.hako("logs")) {
            hako.command(setting.rounds(200, 60), 1, Hako.TRUE);
            Path followed = setting.scratch().folder().resolve("followed");
            for (int round = 0; round < setting.rounds(10, 3); round++) {
                written.add(write(hako));
                podman.ifPresent(peer -> theirs.add(write(peer)));
                behind.add(follow(hako, followed));
            }
        }
        podman.ifPresent(Podman::close);
        return List.of(
                written(samples(written), theirs),
                Line.of(
                        "`logs --follow` prints the last of it later by",
                        TIME,
                        samples(behind),
                        new Target.AtMost(BEHIND_MICROS)));
    }

    private static Line written(Samples hako, List<Double> podman) {
        String what = "whole command and `wait`";
        Target target = new Target.AtMost(LIMIT_MICROS);
        return podman.isEmpty()
                ? Line.of(what, TIME, hako, target)
                : Line.compared(what, TIME, hako, "podman", samples(podman), target);
    }

    private static Samples samples(List<Double> micros) {
        return Samples.of(micros.stream().mapToDouble(Double::doubleValue));
    }

    private static double write(Hako hako) {
        double micros = micros(start(hako)) + micros(hako.command(1, 1, WAIT));
        hako.command(1, 1, REMOVE);
        return micros;
    }

    private static Batch start(Hako hako) {
        return hako.command(1, 1, Hako.writer(BOX, SCRIPT));
    }

    private static double write(Podman podman) {
        double micros = micros(podman.start(BOX, SCRIPT)) + micros(podman.command(WAIT));
        podman.command(REMOVE);
        return micros;
    }

    /// @return microseconds between the known end of the box and that of the follower
    private static double follow(Hako hako, Path output) {
        start(hako);
        Process follower =
                hako.begin(
                        ProcessBuilder.Redirect.to(output.toFile()),
                        List.of("logs", "--follow", BOX));
        hako.command(1, 1, WAIT);
        long ended = System.nanoTime();
        try {
            follower.waitFor();
            double micros = (System.nanoTime() - ended) / NANOS_PER_MICRO;
            if (Files.size(output) != BYTES) {
                throw new IllegalStateException("the follower missed some: " + Files.size(output));
            }
            hako.command(1, 1, REMOVE);
            return micros;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static double micros(Batch batch) {
        return batch.wallNanos() / NANOS_PER_MICRO;
    }
}
