package dev.hako.compare.measure;

import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;
import dev.hako.compare.subject.Field;
import dev.hako.compare.subject.Subject;
import dev.hako.compare.walls.Walls;
import java.util.List;

/// What `hako-probe` says from inside a container of each subject.
final class SecurityProbes {
    private SecurityProbes() {}

    static void measure(Field field, Thoroughness how, Sink sink) {
        for (Subject subject : field.subjects()) {
            if (how.isOver()) {
                sink.missing(new Field.Gap(subject.name(), "security", Allowance.LATE));
                continue;
            }
            sink.progress("security, " + subject.name());
            try {
                String reach = subject.run(List.of("reach")).output();
                String look = subject.run(List.of("look")).output();
                Walls walls = Walls.read(subject.name(), reach, look);
                sink.found(walls);
                sink.found(
                        new Finding(
                                Group.SECURITY,
                                "host system calls that a program reaches",
                                Unit.NUMBER,
                                subject.name(),
                                Samples.of(walls.hostCalls())));
            } catch (RuntimeException e) {
                sink.missing(new Field.Gap(subject.name(), "security", Field.firstLine(e)));
            }
        }
    }
}
