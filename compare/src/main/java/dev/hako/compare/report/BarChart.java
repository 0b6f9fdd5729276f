package dev.hako.compare.report;

import dev.hako.compare.figure.Unit;
import dev.hako.compare.measure.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/// Bars of medians with lines from the 10th to the 90th percentile, one for each subject, in a
/// picture (SVG). Where the largest is many times the smallest, the axis is logarithmic. Each bar
/// has its subject's name and figure beside it, so that nothing is told by colour alone.
///
/// @param title what the picture shows
/// @param measures the figures of each measure, all of one unit
/// @param colours the number of each subject's colour
record BarChart(String title, Map<String, List<Finding>> measures, Map<String, Integer> colours) {
    private static final int WIDTH = 900;
    private static final int LEFT = 190;
    private static final int RIGHT = 230;
    private static final int ROW = 20;
    private static final int BAR = 13;
    private static final int HEAD = 26;
    private static final int FOOT = 30;
    private static final double MANY = 15;

    /// Where a number lies.
    ///
    /// @param from the least number of the axis; zero for one that is not logarithmic
    private record Axis(double from, double to) {
        private double at(double value) {
            double part =
                    from == 0
                            ? value / to
                            : Math.log(Math.max(value, from) / from) / Math.log(to / from);
            return LEFT + Math.clamp(part, 0, 1) * (WIDTH - LEFT - RIGHT);
        }
    }

    String svg() {
        Axis axis = axis();
        StringBuilder body = new StringBuilder();
        int y = HEAD;
        for (Map.Entry<String, List<Finding>> measure : measures.entrySet()) {
            body.append(text("m", 0, y + BAR, measure.getKey()));
            y += measures.size() > 1 ? ROW : 0;
            if (measures.size() == 1) {
                body.setLength(0);
            }
            for (Finding finding : measure.getValue()) {
                body.append(bar(finding, axis, y));
                y += ROW;
            }
            y += ROW / 2;
        }
        int height = y + FOOT;
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%s%s</svg>%n",
                WIDTH,
                height,
                HtmlReport.escaped(title),
                grid(axis, y),
                body);
    }

    private Axis axis() {
        double least = medians().filter(v -> v > 0).min().orElse(1);
        double most = medians().max().orElse(1);
        if (most / least < MANY) {
            return new Axis(0, most <= 0 ? 1 : most * 1.05);
        }
        double from = Math.pow(10, Math.floor(Math.log10(least * 0.7)));
        return new Axis(from, Math.pow(10, Math.ceil(Math.log10(most))));
    }

    private DoubleStream medians() {
        return measures.values().stream()
                .flatMap(List::stream)
                .mapToDouble(finding -> finding.samples().median());
    }

    private String grid(Axis axis, int bottom) {
        StringBuilder lines = new StringBuilder();
        Unit unit = measures.values().iterator().next().getFirst().unit();
        if (axis.from == 0) {
            for (int i = 0; i <= 4; i++) {
                lines.append(tick(axis, axis.to * i / 4, unit, bottom));
            }
        } else {
            for (double value = axis.from; value < axis.to * 1.01; value *= 10) {
                lines.append(tick(axis, value, unit, bottom));
            }
        }
        String kind = axis.from == 0 ? "" : ", logarithmic";
        lines.append(
                text("t", LEFT, bottom + FOOT - 4, "median, and 10th to 90th percentile" + kind));
        return lines.toString();
    }

    private static String tick(Axis axis, double value, Unit unit, int bottom) {
        double x = axis.at(value);
        return String.format(
                        Locale.ROOT,
                        "<line class=\"g\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
                        x,
                        HEAD - 6,
                        x,
                        bottom)
                + text("t c", x, HEAD - 11, unit.format(value));
    }

    private String bar(Finding finding, Axis axis, int y) {
        double end = axis.at(finding.samples().median());
        double low = axis.at(finding.samples().percentile(10));
        double high = axis.at(finding.samples().percentile(90));
        int colour = colours.getOrDefault(finding.subject(), 0) % HtmlReport.COLOURS;
        return text("n", LEFT - 8, y + BAR - 2, finding.subject())
                + String.format(
                        Locale.ROOT,
                        "<rect class=\"s%d\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
                        colour,
                        LEFT,
                        y,
                        Math.max(end - LEFT, 1),
                        BAR)
                + String.format(
                        Locale.ROOT,
                        "<line class=\"w\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                        low,
                        y + BAR / 2.0,
                        high,
                        y + BAR / 2.0)
                + text(
                        "v",
                        Math.max(end, high) + 6,
                        y + BAR - 2,
                        finding.unit().format(finding.samples().median()));
    }

    static String text(String kind, double x, double y, String text) {
        return String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                kind,
                x,
                y,
                HtmlReport.escaped(text));
    }

    /// The same as a file of its own.
    String standalone() {
        String svg = svg();
        int end = svg.indexOf('>') + 1;
        return svg.substring(0, end)
                + "<style>"
                + HtmlReport.style("svg")
                + "</style>"
                + svg.substring(end);
    }
}
