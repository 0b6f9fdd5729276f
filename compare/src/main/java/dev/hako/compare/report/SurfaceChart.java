package dev.hako.compare.report;

import dev.hako.compare.figure.Unit;
import dev.hako.compare.walls.Walls;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The host's system calls that a program reaches, against what a start costs: one point for each
/// subject (SVG).
///
/// @param startMicros the whole of `run true`, by subject
record SurfaceChart(
        List<Walls> walls, Map<String, Double> startMicros, Map<String, Integer> colours) {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 190;
    private static final int TOP = 20;
    private static final int BOTTOM = 60;
    private static final int STEP = 100;

    String svg() {
        StringBuilder body = new StringBuilder();
        double least = startMicros.values().stream().mapToDouble(v -> v).min().orElse(1);
        double most = startMicros.values().stream().mapToDouble(v -> v).max().orElse(10);
        double from = Math.pow(10, Math.floor(Math.log10(least)));
        double to = Math.max(from * 10, Math.pow(10, Math.ceil(Math.log10(most))));
        int top = walls.stream().mapToInt(Walls::hostCalls).max().orElse(0);
        int calls = Math.max(STEP, (top + STEP) / STEP * STEP);
        for (int value = 0; value <= calls; value += STEP) {
            double y = y(value, calls);
            body.append(line(LEFT, y, WIDTH - RIGHT, y));
            body.append(BarChart.text("t e", LEFT - 8, y + 4, String.valueOf(value)));
        }
        for (double value = from; value < to * 1.01; value *= 10) {
            double x = x(value, from, to);
            body.append(line(x, TOP, x, HEIGHT - BOTTOM));
            String text = Unit.TIME.format(value);
            body.append(BarChart.text("t c", x, HEIGHT - BOTTOM + 18, text));
        }
        body.append(
                BarChart.text(
                        "t",
                        LEFT,
                        HEIGHT - 14,
                        "a container that does nothing, as a whole (median, logarithmic)"));
        body.append(BarChart.text("t", LEFT, TOP - 6, "host system calls that a program reaches"));
        double last = -100;
        List<Walls> inOrder =
                walls.stream()
                        .filter(w -> startMicros.containsKey(w.subject()))
                        .sorted((a, b) -> b.hostCalls() - a.hostCalls())
                        .toList();
        for (Walls each : inOrder) {
            double x = x(startMicros.getOrDefault(each.subject(), from), from, to);
            double y = y(each.hostCalls(), calls);
            double label = Math.max(y + 4, last + 14);
            last = label;
            body.append(point(each, x, y));
            body.append(line(x + 8, y, WIDTH - RIGHT + 4, label - 4));
            body.append(
                    BarChart.text(
                            "m",
                            WIDTH - RIGHT + 8,
                            label,
                            each.subject() + ", " + each.hostCalls()));
        }
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"host system calls reached against start-up time\">%s</svg>%n",
                WIDTH,
                HEIGHT,
                body);
    }

    private String point(Walls walls, double x, double y) {
        int colour = colours.getOrDefault(walls.subject(), 0) % HtmlReport.COLOURS;
        return String.format(
                Locale.ROOT,
                "<circle class=\"s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"7\"/>",
                colour,
                x,
                y);
    }

    private static String line(double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"g\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                x1,
                y1,
                x2,
                y2);
    }

    private static double x(double micros, double from, double to) {
        return LEFT + Math.log(micros / from) / Math.log(to / from) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double calls, double most) {
        return HEIGHT - BOTTOM - calls / most * (HEIGHT - BOTTOM - TOP);
    }
}
