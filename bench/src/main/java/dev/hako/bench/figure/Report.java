package dev.hako.bench.figure;

import dev.hako.bench.figure.Target.Verdict;
import dev.hako.compare.figure.Ratio;
import dev.hako.compare.figure.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// All lines of a run, in the order in which they were measured.
///
/// @param sections each with its title
public record Report(List<Section> sections) {
    /// The lines of one scenario.
    public record Section(String title, List<Line> lines) {
        public Section {
            lines = List.copyOf(lines);
        }
    }

    public Report {
        sections = List.copyOf(sections);
    }

    /// The lines whose targets were not reached.
    public List<Line> missed() {
        return withVerdict(Verdict.MISSED);
    }

    /// The lines whose targets were reached.
    public List<Line> met() {
        return withVerdict(Verdict.MET);
    }

    private List<Line> withVerdict(Verdict verdict) {
        return sections.stream()
                .flatMap(section -> section.lines().stream())
                .filter(line -> line.verdict() == verdict)
                .toList();
    }

    /// The table for people, and below it what its verdict depends on.
    public String toText() {
        Table table = new Table(List.of("", "HAKO", "PEER", "RATIO", "TARGET", ""));
        for (Section section : sections) {
            table.title(section.title());
            section.lines().forEach(line -> table.row(cells(line)));
        }
        return table + troubles() + verdict();
    }

    private String troubles() {
        return missed().stream()
                .filter(line -> line.outcome() instanceof Line.Failed)
                .map(line -> "not measured: " + line.what() + ": " + reason(line) + "\n")
                .collect(Collectors.joining());
    }

    private static String reason(Line line) {
        return line.outcome() instanceof Line.Failed(String reason) ? reason : "";
    }

    private static List<String> cells(Line line) {
        List<String> cells = new ArrayList<>();
        cells.add("  " + line.what());
        cells.addAll(
                switch (line.outcome()) {
                    case Line.Measured(Figure hako) -> List.of(hako.format(line.unit()), "", "");
                    case Line.Compared(Figure hako, String peer, Figure theirs, Ratio ratio) ->
                            List.of(
                                    hako.format(line.unit()),
                                    peer + " " + theirs.format(line.unit()),
                                    ratio.toString());
                    case Line.Failed _ -> List.of("not measured", "", "");
                });
        cells.add(line.target().format(line.unit()));
        cells.add(
                switch (line.verdict()) {
                    case MET -> "met";
                    case MISSED -> "MISSED";
                    case NONE -> "";
                });
        return cells;
    }

    private String verdict() {
        List<Line> missed = missed();
        int all = missed.size() + met().size();
        if (missed.isEmpty()) {
            return all == 0 ? "" : "all " + all + " targets met\n";
        }
        return missed.stream()
                .map(Line::what)
                .collect(
                        Collectors.joining(
                                "; ", missed.size() + " of " + all + " targets missed: ", "\n"));
    }
}
