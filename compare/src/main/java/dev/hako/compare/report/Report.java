package dev.hako.compare.report;

import dev.hako.compare.figure.Samples;
import dev.hako.compare.measure.Feature;
import dev.hako.compare.measure.Finding;
import dev.hako.compare.measure.Group;
import dev.hako.compare.measure.Overhead;
import dev.hako.compare.subject.Field.Gap;
import dev.hako.compare.subject.Subject.Identity;
import dev.hako.compare.walls.Walls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All that a comparison has found.
///
/// @param host the machine's facts, by name
/// @param subjects who competed
/// @param features what they can
/// @param missing what could not be measured
/// @param overhead of measuring itself
/// @param changes against an earlier report; empty without one
public record Report(
        Instant made,
        boolean quick,
        Map<String, String> host,
        Map<String, Identity> subjects,
        List<Finding> findings,
        List<Walls> walls,
        List<Feature> features,
        List<Gap> missing,
        Overhead overhead,
        List<Change> changes) {
    /// Of the JSON; raised when a field changes its meaning or goes.
    public static final int SCHEMA = 1;

    public Report {
        host = new LinkedHashMap<>(host);
        subjects = new LinkedHashMap<>(subjects);
        findings = List.copyOf(findings);
        walls = List.copyOf(walls);
        features = List.copyOf(features);
        missing = List.copyOf(missing);
        changes = List.copyOf(changes);
    }

    /// The same with what has changed.
    public Report with(List<Change> changed) {
        return new Report(
                made, quick, host, subjects, findings, walls, features, missing, overhead, changed);
    }

    /// The groups that have findings, in their order.
    Set<Group> groups() {
        Set<Group> groups = new LinkedHashSet<>();
        for (Group group : Group.values()) {
            if (findings.stream().anyMatch(finding -> finding.group() == group)) {
                groups.add(group);
            }
        }
        return groups;
    }

    /// The findings of a group by their measure, each in the order of subjects.
    Map<String, List<Finding>> measures(Group group) {
        Map<String, List<Finding>> measures = new LinkedHashMap<>();
        for (Finding finding : findings) {
            if (finding.group() == group) {
                measures.computeIfAbsent(finding.measure(), _ -> new ArrayList<>()).add(finding);
            }
        }
        return measures;
    }

    /// A figure as people read it: the median, and where nine of ten and one of ten lie.
    static String text(Finding finding) {
        Samples samples = finding.samples();
        String median = finding.unit().format(samples.median());
        return samples.count() == 1
                ? median
                : median
                        + " ("
                        + finding.unit().format(samples.percentile(10))
                        + "–"
                        + finding.unit().format(samples.percentile(90))
                        + ")";
    }
}
