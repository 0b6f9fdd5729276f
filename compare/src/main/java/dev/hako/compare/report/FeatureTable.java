package dev.hako.compare.report;

import dev.hako.compare.measure.Feature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the subjects can, as one table: a row for each thing, a column for each subject.
///
/// @param head the names of the columns
/// @param rows cells; the first is what the row is about
record FeatureTable(List<String> head, List<List<String>> rows) {
    static FeatureTable of(List<Feature> features) {
        Set<String> subjects = new LinkedHashSet<>();
        Map<String, Map<String, String>> answers = new LinkedHashMap<>();
        for (Feature each : features) {
            subjects.add(each.subject());
            answers.computeIfAbsent(each.name(), _ -> new LinkedHashMap<>())
                    .put(each.subject(), each.answer());
        }
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(subjects);
        List<List<String>> rows = new ArrayList<>();
        answers.forEach((name, each) -> {
            List<String> row = new ArrayList<>(List.of(name));
            subjects.forEach(subject -> row.add(each.getOrDefault(subject, "")));
            rows.add(row);
        });
        return new FeatureTable(head, rows);
    }
}
