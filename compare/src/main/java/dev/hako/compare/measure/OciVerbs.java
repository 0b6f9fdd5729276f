package dev.hako.compare.measure;

import dev.hako.compare.figure.Unit;
import dev.hako.compare.oci.OciLife;
import dev.hako.compare.subject.Field;
import dev.hako.compare.subject.OciSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Each verb of OCI's command line, as an engine above calls them.
final class OciVerbs {
    private OciVerbs() {}

    static void measure(Field field, Thoroughness how, Sink sink) {
        List<OciLife> lives = new ArrayList<>();
        try {
            for (OciSubject runtime : field.runtimes()) {
                if (how.isOver()) {
                    late(runtime.name(), sink);
                } else {
                    start(runtime, lives, sink);
                }
            }
            Set<String> measured =
                    how.turns(how.rounds(80, 15), how.limit(150, 12)).run(lives).keySet();
            lives.stream()
                    .map(OciLife::name)
                    .filter(name -> !measured.contains(name))
                    .forEach(name -> late(name, sink));
            tell(lives.stream().filter(life -> measured.contains(life.name())).toList(), sink);
        } finally {
            lives.forEach(OciLife::close);
        }
    }

    private static void late(String runtime, Sink sink) {
        sink.missing(new Field.Gap(runtime, "OCI verbs", Allowance.LATE));
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
