package dev.hako.compare;

import dev.hako.compare.host.Scratch;
import dev.hako.compare.measure.Finding;
import dev.hako.compare.measure.Group;
import dev.hako.compare.measure.Measuring;
import dev.hako.compare.measure.Overhead;
import dev.hako.compare.measure.Sink;
import dev.hako.compare.measure.Thoroughness;
import dev.hako.compare.report.HostFacts;
import dev.hako.compare.report.Report;
import dev.hako.compare.subject.CriField;
import dev.hako.compare.subject.Field;
import dev.hako.compare.subject.Subject;
import dev.hako.compare.walls.Walls;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One comparison from beginning to end: who is there, what they cost, what they keep apart.
public final class Comparison {
    private final Wish wish;
    private final View view;
    private final Kept kept;

    private Comparison(Wish wish, View view) {
        this.wish = wish;
        this.view = view;
        this.kept = new Kept(view, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /// Measures, and leaves nothing behind but the report.
    public static Report run(Wish wish, View view) throws IOException {
        return new Comparison(wish, view).run();
    }

    private Report run() throws IOException {
        try (Scratch scratch = Scratch.create()) {
            view.progress("looking for runtimes");
            Field field = Field.find(wish::wants, wish.hako(), wish.docker(), scratch);
            field.gaps().forEach(kept::missing);
            Thoroughness how = new Thoroughness(wish.quick(), InstantSource.system());
            Measuring measuring =
                    new Measuring(
                            field,
                            how,
                            kept,
                            new CriField.Search(wish::wants, wish.hako(), wish.cri(), scratch));
            for (Group group : Group.values()) {
                if (wish.groups().contains(group)) {
                    view.progress(group.title());
                    measure(measuring, group);
                }
            }
            return report(field, measuring.overhead());
        }
    }

    /// What one group cannot do ends none of the others.
    private void measure(Measuring measuring, Group group) {
        try {
            measuring.measure(group);
        } catch (RuntimeException e) {
            kept.missing(new Field.Gap("all", group.word(), Field.firstLine(e)));
        }
    }

    private Report report(Field field, Overhead overhead) {
        Map<String, Subject.Identity> subjects = new LinkedHashMap<>();
        field.subjects().forEach(subject -> subjects.put(subject.name(), subject.identity()));
        return new Report(
                Instant.now(),
                wish.quick(),
                HostFacts.read(),
                subjects,
                kept.findings,
                kept.walls,
                kept.gaps,
                overhead,
                List.of());
    }

    /// What has been found so far.
    private record Kept(View view, List<Finding> findings, List<Walls> walls, List<Field.Gap> gaps)
            implements Sink {
        @Override
        public void progress(String text) {
            view.progress(text);
        }

        @Override
        public void found(Finding finding) {
            findings.add(finding);
            view.found(finding);
        }

        @Override
        public void found(Walls found) {
            walls.add(found);
        }

        @Override
        public void missing(Field.Gap gap) {
            gaps.add(gap);
        }
    }
}
