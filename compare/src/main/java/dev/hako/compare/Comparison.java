package dev.hako.compare;

import dev.hako.compare.host.Alarm;
import dev.hako.compare.host.Scratch;
import dev.hako.compare.measure.Allowance;
import dev.hako.compare.measure.Feature;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One comparison from beginning to end: who is there, what they cost, what they keep apart.
public final class Comparison {
    /// What is left for the report and for clearing up, as a part of the whole time: no group
    /// begins anything in the last sixth, and in the last twelfth what hangs is ended.
    private static final int SIXTH = 6;

    private static final int TWELFTH = 12;

    private static final String CUT =
            "its share of the time was over, so that there are fewer samples or none";

    private final Wish wish;
    private final View view;
    private final Kept kept;

    private Comparison(Wish wish, View view) {
        this.wish = wish;
        this.view = view;
        this.kept =
                new Kept(
                        view,
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>());
    }

    /// Measures, and leaves nothing behind but the report.
    public static Report run(Wish wish, View view) throws IOException {
        return new Comparison(wish, view).run();
    }

    private Report run() throws IOException {
        InstantSource clock = InstantSource.system();
        Duration within = wish.within();
        Duration share = within.minus(within.dividedBy(SIXTH));
        Allowance allowance = Allowance.of(share, wish.groups(), clock);
        try (Scratch scratch = Scratch.create()) {
            Duration hanging = within.minus(within.dividedBy(TWELFTH));
            Field field;
            Measuring measuring;
            try (Alarm _ = Alarm.after(hanging, scratch::endAll)) {
                view.progress("looking for runtimes");
                field = Field.find(wish::wants, wish.hako(), wish.docker(), scratch);
                field.gaps().forEach(kept::missing);
                measuring =
                        new Measuring(
                                field,
                                new Thoroughness(wish.quick(), clock, allowance),
                                kept,
                                new CriField.Search(wish::wants, wish.hako(), wish.cri(), scratch));
                measure(measuring, allowance);
            }
            return report(field, measuring.overhead());
        }
    }

    private void measure(Measuring measuring, Allowance allowance) {
        for (Group group : Group.values()) {
            if (wish.groups().contains(group)) {
                view.progress(group.title());
                allowance.begin(group);
                measure(measuring, group, allowance);
                if (allowance.hasCut()) {
                    kept.missing(new Field.Gap("all", group.word(), CUT));
                }
            }
        }
    }

    /// What one group cannot do ends none of the others.
    private void measure(Measuring measuring, Group group, Allowance allowance) {
        try {
            measuring.measure(group);
        } catch (RuntimeException e) {
            if (!allowance.isOver()) {
                kept.missing(new Field.Gap("all", group.word(), Field.firstLine(e)));
            }
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
                kept.features,
                kept.gaps,
                overhead,
                List.of());
    }

    /// What has been found so far.
    private record Kept(
            View view,
            List<Finding> findings,
            List<Walls> walls,
            List<Feature> features,
            List<Field.Gap> gaps)
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
        public void found(Feature feature) {
            features.add(feature);
        }

        @Override
        public void missing(Field.Gap gap) {
            gaps.add(gap);
        }
    }
}
