package dev.hako.compare.report;

import dev.hako.compare.figure.Unit;
import dev.hako.compare.measure.Finding;
import dev.hako.compare.measure.Group;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A [Report] for people, as Markdown.
public final class MarkdownReport {
    private final StringBuilder text = new StringBuilder();
    private final Report report;

    private MarkdownReport(Report report) {
        this.report = report;
    }

    /// The text.
    public static String write(Report report) {
        MarkdownReport markdown = new MarkdownReport(report);
        markdown.head();
        report.groups().forEach(markdown::group);
        markdown.security();
        markdown.features();
        markdown.changes();
        markdown.missing();
        return markdown.text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells.stream().map(MarkdownReport::cell).toList()) + " |");
    }

    private void rule(int columns) {
        line("|" + String.join("|", Collections.nCopies(columns, "---")) + "|");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }

    private void head() {
        line("# Container runtimes on this machine, compared\n");
        line(
                "Made "
                        + report.made()
                        + (report.quick() ? ", quickly" : "")
                        + ". Medians; in brackets the 10th and the");
        line(
                "90th percentile. Less is better in all figures. All containers have one program, and no network.\n");
        row(List.of("machine", ""));
        rule(2);
        report.host().forEach((name, value) -> row(List.of(name, value)));
        line("");
        row(List.of("who", "is", "asked at"));
        rule(3);
        report.subjects()
                .forEach((name, identity) ->
                        row(List.of(name, identity.version(), identity.program())));
        line("\n" + overhead(report) + "\n");
    }

    /// What measuring costs, in a sentence.
    static String overhead(Report report) {
        return String.format(
                Locale.ROOT,
                "Measuring: a command that does nothing, without a container, takes %s, which all whole commands include;"
                        + " reading the clock takes %.0f ns, at most %.2f %% of any figure from inside.",
                Unit.TIME.format(report.overhead().spawnMicros()),
                report.overhead().clockNanos(),
                report.overhead().largestShare() * 100);
    }

    private void group(Group group) {
        line("## " + group.title() + "\n");
        row(List.of("what", "who", "median (p10–p90)", "p99", "runs", "to the best"));
        rule(6);
        for (Map.Entry<String, List<Finding>> measure : report.measures(group).entrySet()) {
            double best =
                    measure.getValue().stream()
                            .mapToDouble(f -> f.samples().median())
                            .min()
                            .orElse(0);
            for (Finding finding : measure.getValue()) {
                double median = finding.samples().median();
                row(
                        List.of(
                                measure.getKey(),
                                finding.subject(),
                                Report.text(finding),
                                finding.unit().format(finding.samples().percentile(99)),
                                String.valueOf(finding.samples().count()),
                                best > 0 ? String.format(Locale.ROOT, "%.2f", median / best) : ""));
            }
        }
        line("");
    }

    private void security() {
        if (report.walls().isEmpty()) {
            return;
        }
        SecurityTable table = SecurityTable.of(report.walls());
        line("## Walls, tried from inside\n");
        row(table.head());
        rule(table.head().size());
        table.rows().forEach(this::row);
        line("");
    }

    private void features() {
        if (report.features().isEmpty()) {
            return;
        }
        FeatureTable table = FeatureTable.of(report.features());
        line("## " + Group.FEATURES.title() + "\n");
        row(table.head());
        rule(table.head().size());
        table.rows().forEach(this::row);
        line("");
    }

    private void changes() {
        if (report.changes().isEmpty()) {
            return;
        }
        line("## Against the earlier report\n");
        long significant = report.changes().stream().filter(Change::isSignificant).count();
        line(
                significant
                        + " of "
                        + report.changes().size()
                        + " figures have changed significantly: the 95 % interval of");
        line("the ratio leaves out 1, and the medians differ by 5 % at least.\n");
        row(List.of("what", "who", "now / then [95 %]", ""));
        rule(4);
        for (Change change : report.changes()) {
            Finding finding = change.finding();
            row(
                    List.of(
                            finding.group().word() + ": " + finding.measure(),
                            finding.subject(),
                            change.ratio().toString(),
                            change.isSignificant() ? "**" + change.verdict() + "**" : "same"));
        }
        line("");
    }

    private void missing() {
        if (report.missing().isEmpty()) {
            return;
        }
        line("## What could not be measured\n");
        row(List.of("who", "what", "why"));
        rule(3);
        report.missing().forEach(gap -> row(List.of(gap.subject(), gap.what(), gap.why())));
    }
}
