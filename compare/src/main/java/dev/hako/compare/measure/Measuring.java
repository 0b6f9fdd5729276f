package dev.hako.compare.measure;

import dev.hako.compare.host.Account;
import dev.hako.compare.host.Batch;
import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.host.Spawner;
import dev.hako.compare.subject.CriField;
import dev.hako.compare.subject.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All groups of figures, each measured when it is asked for.
public final class Measuring {
    private static final int SPAWNS = 50;

    private final Field field;
    private final Thoroughness how;
    private final Sink sink;
    private final Scratch scratch;
    private final CriField.Search search;
    private final Insides insides;

    /// @param field who competes
    /// @param search where runtimes that serve kubelets are looked for
    public Measuring(Field field, Thoroughness how, Sink sink, CriField.Search search) {
        this.field = field;
        this.how = how;
        this.sink = sink;
        this.scratch = search.scratch();
        this.search = search;
        this.insides = new Insides(sink);
    }

    /// Measures a group.
    public void measure(Group group) {
        switch (group) {
            case RUN -> WholeRuns.measure(field, how, sink);
            case OCI -> OciVerbs.measure(field, how, sink);
            case DOCKER -> WholeRuns.dockerCalls(field, sink);
            case CRI -> cri();
            case MEMORY -> new Resting(sink, how).measure(field);
            case INSIDE -> insides.measure(field, how, this::onHost);
            case SERVERS -> new Servers(how, sink).measure(field);
            case OUTPUT -> FirstOutputs.measure(field, how, sink);
            case SECURITY -> SecurityProbes.measure(field, how, sink);
            case FEATURES -> new Features(how, sink).measure(field);
        }
    }

    private void cri() {
        List<Field.Gap> gaps = new ArrayList<>();
        try (CriField found = CriField.find(search, gaps)) {
            gaps.forEach(sink::missing);
            new CriCalls(sink, how).measure(found);
        }
    }

    private String onHost(String word) {
        Path probe = Spawner.program(scratch.folder());
        String folder = scratch.folder().toString();
        return Programs.run(List.of(probe.toString(), "inside", folder, word));
    }

    /// What measuring itself costs.
    public Overhead overhead() {
        Path probe = Spawner.program(scratch.folder());
        Path output = scratch.folder().resolve("overhead.output");
        try (Account account = Account.uncounted("overhead");
                Spawner spawner = Spawner.start(probe, List.of(), account, Map.of(), output)) {
            Batch batch = spawner.run(SPAWNS, 1, List.of(probe.toString(), "true"));
            return new Overhead(
                    batch.wall().median(), insides.clockNanos(), insides.largestShare());
        }
    }
}
