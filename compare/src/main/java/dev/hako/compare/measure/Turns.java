package dev.hako.compare.measure;

import dev.hako.compare.contest.Contender;
import dev.hako.compare.contest.Interleaved;
import dev.hako.compare.contest.Measure;
import dev.hako.compare.contest.Measures;
import dev.hako.compare.figure.Unit;
import dev.hako.compare.subject.Field;
import dev.hako.compare.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Subjects that run the same program in turns.
///
/// @param group what the figures belong to
/// @param what is measured, a few words
/// @param words what runs
/// @param mostWarmUps how often a subject runs it at most before that counts
record Turns(Group group, String what, List<String> words, int mostWarmUps) {
    /// Those who cannot run it at all are left out.
    void measure(List<Subject> subjects, Interleaved interleaved, Sink sink) {
        List<Runner> runners = new ArrayList<>();
        for (Subject subject : subjects) {
            if (interleaved.over().getAsBoolean()) {
                sink.missing(new Field.Gap(subject.name(), what, Allowance.LATE));
                continue;
            }
            try {
                subject.run(words);
                runners.add(new Runner(subject, words, mostWarmUps));
            } catch (RuntimeException e) {
                sink.missing(new Field.Gap(subject.name(), what, Field.firstLine(e)));
            }
        }
        if (runners.isEmpty()) {
            return;
        }
        Map<String, Measures> measured = interleaved.run(runners);
        for (Runner runner : runners) {
            Measures all = measured.get(runner.name());
            if (all != null) {
                sink.found(new Finding(group, what, Unit.TIME, runner.name(), all.wall()));
            } else {
                sink.missing(new Field.Gap(runner.name(), what, Allowance.LATE));
            }
        }
        for (Runner runner : runners) {
            Measures all = measured.get(runner.name());
            if (all != null && runner.subject.countsCpu()) {
                String cpu = what + ", processor time";
                sink.found(new Finding(group, cpu, Unit.TIME, runner.name(), all.cpu()));
            }
        }
    }

    /// One of them. It is closed by whoever has made the subject.
    private record Runner(Subject subject, List<String> words, int mostWarmUps)
            implements Contender {
        @Override
        public String name() {
            return subject.name();
        }

        @Override
        public int warmUps() {
            return Math.min(subject.warmUps(), mostWarmUps);
        }

        @Override
        public Measure run() {
            Subject.Run run = subject.run(words);
            return new Measure(run.wallMicros(), run.cpuMicros());
        }

        @Override
        public void close() {}
    }
}
