package dev.hako.compare.report;

import dev.hako.compare.figure.Unit;
import dev.hako.compare.measure.Finding;
import dev.hako.compare.measure.Group;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A [Report] as one page with charts that needs nothing else: no script, no font, no other file.
/// It is light or dark as its reader's system is.
public final class HtmlReport {
    /// How many colours there are for subjects (Okabe and Ito's, which most colour-blind people can
    /// tell apart).
    static final int COLOURS = 7;

    private static final String PICTURES =
            """
            text{font:13px system-ui,sans-serif;fill:var(--text)}
            .t{font-size:11px;fill:var(--faint)}.c{text-anchor:middle}.n,.e{text-anchor:end}.m{font-weight:600}
            .g{stroke:var(--grid);stroke-width:1}.w{stroke:var(--text);stroke-width:1.5;opacity:.75}
            .s0{fill:#0072b2}.s1{fill:#e69f00}.s2{fill:#009e73}.s3{fill:#cc79a7}.s4{fill:#56b4e9}.s5{fill:#d55e00}.s6{fill:#8f8f00}
            """;
    private static final String PAGE =
            """
            body{font:16px/1.5 system-ui,sans-serif;color:var(--text);background:var(--back);max-width:1000px;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.7rem}h2{margin-top:2.5rem;font-size:1.25rem}
            p,td,th{overflow-wrap:anywhere}.wide{overflow-x:auto}
            table{border-collapse:collapse;font-size:.85rem;width:100%}td,th{border-bottom:1px solid var(--grid);padding:.3rem .6rem .3rem 0;text-align:left;vertical-align:top}
            svg{width:100%;height:auto}.better{color:var(--good);font-weight:600}.worse{color:var(--bad);font-weight:600}
            """;

    private final StringBuilder html = new StringBuilder();
    private final Report report;
    private final Map<String, Integer> colours = new LinkedHashMap<>();

    private HtmlReport(Report report) {
        this.report = report;
        report.findings().forEach(f -> colours.putIfAbsent(f.subject(), colours.size()));
    }

    /// The page.
    public static String write(Report report) {
        HtmlReport page = new HtmlReport(report);
        page.head();
        page.surface();
        report.groups().stream().filter(g -> g != Group.SECURITY).forEach(page::group);
        page.security();
        page.features();
        page.changes();
        page.missing();
        page.subjects();
        page.html.append("</body></html>\n");
        return page.html.toString();
    }

    /// The first chart as a picture of its own: whole commands.
    public static String picture(Report report) {
        HtmlReport page = new HtmlReport(report);
        Map<String, List<Finding>> first = page.timesOnly(report.measures(Group.RUN));
        return first.isEmpty()
                ? ""
                : new BarChart(Group.RUN.title(), first, page.colours).standalone();
    }

    /// Rules for pictures, and the colours of light and dark.
    static String style(String root) {
        return root
                + "{--text:#1b1b1f;--faint:#5c5c66;--grid:#d8d8de;--back:#fdfdfd;--good:#00664b;--bad:#a63f00}"
                + "@media(prefers-color-scheme:dark){"
                + root
                + "{--text:#ececf1;--faint:#a9a9b4;--grid:#3b3b44;--back:#17171b;--good:#4fd1a5;--bad:#ff9a57}}"
                + PICTURES;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private void head() {
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append(
                        "<meta name=\"color-scheme\" content=\"light dark\"><title>Container runtimes, compared</title>")
                .append("<style>")
                .append(style(":root"))
                .append(PAGE)
                .append(
                        "</style></head><body><h1>Container runtimes on one machine, compared</h1>");
        paragraph(
                report.host().entrySet().stream()
                        .filter(fact -> !fact.getValue().isEmpty())
                        .map(fact -> fact.getKey() + " " + fact.getValue())
                        .collect(Collectors.joining(" · ")));
        paragraph(
                "Measured "
                        + report.made()
                        + (report.quick() ? ", quickly" : "")
                        + ", in turns and warmed up. Less is better in every chart.");
        paragraph(MarkdownReport.overhead(report));
    }

    private void paragraph(String text) {
        html.append("<p>").append(escaped(text)).append("</p>\n");
    }

    private void heading(String text) {
        html.append("<h2>").append(escaped(text)).append("</h2>\n");
    }

    private void surface() {
        Map<String, Double> starts =
                report.measures(Group.RUN).getOrDefault("run true", List.of()).stream()
                        .collect(Collectors.toMap(Finding::subject, f -> f.samples().median()));
        if (starts.isEmpty() || report.walls().isEmpty()) {
            return;
        }
        heading("What a wall costs: reachable host surface against start-up");
        html.append(new SurfaceChart(report.walls(), starts, colours).svg());
    }

    private void group(Group group) {
        heading(group.title());
        Map<String, List<Finding>> measures = report.measures(group);
        for (Unit unit : Unit.values()) {
            Map<String, List<Finding>> own = new LinkedHashMap<>();
            measures.forEach((name, findings) -> {
                if (findings.getFirst().unit() == unit) {
                    own.put(name, findings);
                }
            });
            if (!own.isEmpty()) {
                html.append(new BarChart(group.title(), own, colours).svg());
            }
        }
    }

    private Map<String, List<Finding>> timesOnly(Map<String, List<Finding>> measures) {
        Map<String, List<Finding>> times = new LinkedHashMap<>();
        measures.forEach((name, findings) -> {
            if (times.isEmpty() && findings.getFirst().unit() == Unit.TIME) {
                times.put(name, findings);
            }
        });
        return times;
    }

    private void table(List<String> head, List<List<String>> rows) {
        html.append("<div class=\"wide\"><table><tr>");
        head.forEach(cell -> html.append("<th>").append(escaped(cell)).append("</th>"));
        html.append("</tr>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            for (String cell : row) {
                boolean verdict = cell.equals("better") || cell.equals("worse");
                html.append(verdict ? "<td class=\"" + cell + "\">" : "<td>")
                        .append(escaped(cell))
                        .append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</table></div>\n");
    }

    private void security() {
        if (report.walls().isEmpty()) {
            return;
        }
        heading("Walls, tried from inside");
        paragraph(
                "Every number of a system call was tried by a program in the container, and what it can see and do besides. That"
                        + " a precondition of a published way out is there does not say that the way is open.");
        SecurityTable table = SecurityTable.of(report.walls());
        table(table.head(), table.rows());
    }

    private void features() {
        if (report.features().isEmpty()) {
            return;
        }
        heading(Group.FEATURES.title());
        FeatureTable table = FeatureTable.of(report.features());
        table(table.head(), table.rows());
    }

    private void changes() {
        if (report.changes().isEmpty()) {
            return;
        }
        heading("Against the earlier report");
        table(
                List.of("what", "who", "now / then [95 %]", ""),
                report.changes().stream()
                        .map(change ->
                                List.of(
                                        change.finding().group().word()
                                                + ": "
                                                + change.finding().measure(),
                                        change.finding().subject(),
                                        change.ratio().toString(),
                                        change.verdict()))
                        .toList());
    }

    private void missing() {
        if (report.missing().isEmpty()) {
            return;
        }
        heading("What could not be measured");
        table(
                List.of("who", "what", "why"),
                report.missing().stream()
                        .map(gap -> List.of(gap.subject(), gap.what(), gap.why()))
                        .toList());
    }

    private void subjects() {
        heading("Who competed");
        table(
                List.of("name", "version", "asked at"),
                report.subjects().entrySet().stream()
                        .map(each ->
                                List.of(
                                        each.getKey(),
                                        each.getValue().version(),
                                        each.getValue().program()))
                        .toList());
    }
}
