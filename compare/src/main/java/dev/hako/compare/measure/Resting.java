package dev.hako.compare.measure;

import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;
import dev.hako.compare.host.Memory;
import dev.hako.compare.subject.Field;
import dev.hako.compare.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Containers that do nothing and stay, as many as a bound allows: what one more of them takes.
final class Resting {
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final String UNKNOWN = "which processes are its own is not known";

    private final Sink sink;
    private final Thoroughness how;
    private final int bound;

    Resting(Sink sink, Thoroughness how) {
        this.sink = sink;
        this.how = how;
        this.bound = how.rounds(50, 10);
    }

    void measure(Field field) {
        List<Subject> subjects = field.subjects();
        for (Subject subject : subjects) {
            how.beginPiece(subjects.indexOf(subject), subjects.size());
            sink.progress(bound + " containers that rest, " + subject.name());
            measure(subject);
        }
    }

    private void measure(Subject subject) {
        List<Double> micros = new ArrayList<>();
        try {
            double before = Memory.proportional(subject.processes());
            double kernel = Memory.kernel();
            String why = begin(subject, micros);
            LockSupport.parkNanos(SETTLING_NANOS);
            List<Long> processes = subject.processes();
            if (!why.isEmpty()) {
                String what = "more than " + micros.size() + " containers that rest";
                sink.missing(new Field.Gap(subject.name(), what, why));
            }
            if (!micros.isEmpty()) {
                double own = Memory.proportional(processes) - before;
                tell(subject, micros, own, Memory.kernel() - kernel);
                if (processes.isEmpty()) {
                    sink.missing(new Field.Gap(subject.name(), "memory of processes", UNKNOWN));
                }
            }
        } finally {
            for (int i = 0; i < Math.min(micros.size() + 1, bound); i++) {
                end(subject, i);
            }
        }
    }

    /// Answers why there are no more, or nothing.
    private String begin(Subject subject, List<Double> micros) {
        try {
            for (int i = 0; i < bound; i++) {
                if (how.isOver()) {
                    return Allowance.LATE;
                }
                micros.add(subject.begin(i));
            }
            return "";
        } catch (RuntimeException e) {
            return Field.firstLine(e);
        }
    }

    private void end(Subject subject, int number) {
        try {
            subject.end(number);
        } catch (RuntimeException e) {
            sink.missing(
                    new Field.Gap(subject.name(), "the end of a container", Field.firstLine(e)));
        }
    }

    private void tell(Subject subject, List<Double> micros, double processes, double kernel) {
        int count = micros.size();
        found(
                "start of one more",
                Unit.TIME,
                subject,
                Samples.of(micros.stream().mapToDouble(d -> d)));
        if (processes > 0) {
            String what = "its processes (PSS), one of " + count;
            found(what, Unit.MEMORY, subject, Samples.of(processes / count));
        }
        found(
                "the kernel, one of " + count,
                Unit.MEMORY,
                subject,
                Samples.of(Math.max(kernel / count, 0)));
    }

    private void found(String measure, Unit unit, Subject subject, Samples samples) {
        sink.found(new Finding(Group.MEMORY, measure, unit, subject.name(), samples));
    }
}
