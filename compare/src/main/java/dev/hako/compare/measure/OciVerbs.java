package dev.hako.compare.measure;

import dev.hako.compare.contest.Interleaved;
import dev.hako.compare.figure.Unit;
import dev.hako.compare.oci.OciLife;
import dev.hako.compare.subject.Field;
import dev.hako.compare.subject.OciSubject;
import java.util.ArrayList;
import java.util.List;

/// Each verb of OCI's command line, as an engine above calls them.
final class OciVerbs {
    private OciVerbs() {}

    static void measure(Field field, Thoroughness how, Sink sink) {
        List<OciLife> lives = new ArrayList<>();
        try {
            for (OciSubject runtime : field.runtimes()) {
                start(runtime, lives, sink);
            }
            if (!lives.isEmpty()) {
                new Interleaved(how.rounds(80, 15), how.limit(150, 25), how.clock()).run(lives);
                tell(lives, sink);
            }
        } finally {
            lives.forEach(OciLife::close);
        }
    }

    private static void start(OciSubject runtime, List<OciLife> lives, Sink sink) {
        OciLife life = runtime.life(OciLife.Story.KILLED);
        try {
            life.tryOnce();
            lives.add(life);
        } catch (RuntimeException e) {
            life.close();
            sink.missing(new Field.Gap(runtime.name(), "OCI verbs", Field.firstLine(e)));
        }
    }

    private static void tell(List<OciLife> lives, Sink sink) {
        for (String verb : OciLife.Story.KILLED.verbs()) {
            for (OciLife life : lives) {
                sink.found(
                        new Finding(
                                Group.OCI,
                                verb,
                                Unit.TIME,
                                life.name(),
                                life.measures(verb).wall()));
            }
        }
    }
}
