package dev.hako.compare.measure;

import dev.hako.compare.contest.Interleaved;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;
import dev.hako.compare.subject.DockerSubject;
import dev.hako.compare.subject.Field;
import dev.hako.compare.subject.Subject;
import java.util.List;
import java.util.Map;

/// Whole commands, from the call until the end of a container is known and nothing of it is left.
final class WholeRuns {
    private WholeRuns() {}

    static void measure(Field field, Thoroughness how, Sink sink) {
        Interleaved turns = how.turns(how.rounds(150, 25), how.limit(180, 14));
        new Turns(Group.RUN, "run true", List.of("true"), Integer.MAX_VALUE)
                .measure(field.subjects(), turns, sink);
    }

    /// What the calls behind them have cost.
    static void dockerCalls(Field field, Sink sink) {
        for (Subject subject : field.subjects()) {
            if (subject instanceof DockerSubject docker) {
                for (Map.Entry<String, Samples> call : docker.calls().entrySet()) {
                    sink.found(
                            new Finding(
                                    Group.DOCKER,
                                    call.getKey(),
                                    Unit.TIME,
                                    docker.name(),
                                    call.getValue()));
                }
            }
        }
    }
}
