package dev.hako.compare.measure;

import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;
import dev.hako.compare.subject.Field;
import dev.hako.compare.subject.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// What `hako-probe inside` measures in a container of each subject, in turns.
final class Insides {
    private static final double NANOS_PER_MICRO = 1_000;
    private static final String DIRECTORY = "";

    /// This machine without a container.
    private static final String HOST = "no container";

    /// What a repetition is, where its name does not say it.
    private static final Map<String, String> NAMES =
            Map.of(
                    "loopback", "loopback, 1 MiB",
                    "file-write", "file write, 1 MiB",
                    "file-read", "file read, 1 MiB",
                    "cpu-loop", "CPU loop, 100,000 steps",
                    "context-switch", "context switch",
                    "page-fault", "page fault",
                    "mmap", "mmap + munmap, 64 KiB",
                    "pipe", "pipe, 1 byte there and back");

    /// They measure the measuring, and are no findings.
    private static final String NOTHING = "nothing";

    private static final String CLOCK = "clock";

    private final Sink sink;
    private final Map<String, Map<String, List<Double>>> micros = new LinkedHashMap<>();
    private final Map<String, Double> clocks = new LinkedHashMap<>();
    private final Map<String, Double> loops = new LinkedHashMap<>();
    private double largestShare;

    Insides(Sink sink) {
        this.sink = sink;
    }

    /// Nanoseconds that reading the clock takes where there is no container.
    double clockNanos() {
        return clocks.getOrDefault(HOST, 0.0) * NANOS_PER_MICRO;
    }

    /// The largest part of a figure that is reading the clock and counting.
    double largestShare() {
        return largestShare;
    }

    /// A measure: how often it was done in a sample, and microseconds for one time.
    private record Line(String name, long repetitions, double[] micros) {
        private static Line parse(String text) {
            String[] words = text.split(" ", -1);
            long repetitions = Long.parseLong(words[1]);
            double[] micros =
                    IntStream.range(2, words.length)
                            .mapToDouble(i ->
                                    Long.parseLong(words[i])
                                            / NANOS_PER_MICRO
                                            / Math.max(repetitions, 1))
                            .toArray();
            return new Line(words[0], repetitions, micros);
        }

        private String title() {
            return NAMES.getOrDefault(name, name);
        }
    }

    /// Measures all of them in turns, and this machine without a container beside.
    ///
    /// @param host what the probe prints on the host, with these words
    void measure(Field field, Thoroughness how, UnaryOperator<String> host) {
        String word = how.quick() ? "quick" : "full";
        for (int round = 0; round < how.rounds(5, 1); round++) {
            if (round > 0 && how.isOver()) {
                break;
            }
            keepAll(HOST, host.apply(word));
            for (Subject subject : field.subjects()) {
                if (how.isOver()) {
                    tellIfNever(subject.name());
                    continue;
                }
                sink.progress("inside, " + subject.name());
                try {
                    List<String> words = List.of("inside", DIRECTORY, word);
                    keepAll(subject.name(), subject.run(words).output());
                } catch (RuntimeException e) {
                    sink.missing(new Field.Gap(subject.name(), "inside", Field.firstLine(e)));
                }
            }
        }
        micros.forEach((name, each) ->
                each.forEach((subject, values) -> sink.found(finding(name, subject, values))));
    }

    private void tellIfNever(String subject) {
        if (!clocks.containsKey(subject)) {
            sink.missing(new Field.Gap(subject, "inside", Allowance.LATE));
        }
    }

    private void keepAll(String subject, String output) {
        output.lines().map(Line::parse).forEach(line -> keep(subject, line));
    }

    private void keep(String subject, Line line) {
        if (line.repetitions == 0) {
            int error = (int) -Math.round(line.micros[0] * NANOS_PER_MICRO);
            String why = "its kernel answers errno " + error;
            sink.missing(new Field.Gap(subject, "inside: " + line.title(), why));
            return;
        }
        double median = Samples.of(line.micros).median();
        if (line.name.equals(NOTHING)) {
            loops.put(subject, median);
        } else if (line.name.equals(CLOCK)) {
            clocks.put(subject, median);
        } else {
            double clock = clocks.getOrDefault(subject, 0.0) / line.repetitions;
            double measuring = clock + loops.getOrDefault(subject, 0.0);
            largestShare = Math.max(largestShare, measuring / median);
            List<Double> values =
                    micros.computeIfAbsent(line.title(), _ -> new LinkedHashMap<>())
                            .computeIfAbsent(subject, _ -> new ArrayList<>());
            for (double value : line.micros) {
                values.add(value);
            }
        }
    }

    private static Finding finding(String name, String subject, List<Double> values) {
        Samples samples = Samples.of(values.stream().mapToDouble(Double::doubleValue));
        return new Finding(Group.INSIDE, name, Unit.TIME, subject, samples);
    }
}
