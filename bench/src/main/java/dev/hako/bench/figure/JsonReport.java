package dev.hako.bench.figure;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.hako.compare.figure.Ratio;
import dev.hako.compare.figure.Samples;
import java.util.Locale;

/// A [Report] for programs: an array of lines in the order of the report. Numbers are in the base
/// unit: microseconds, bytes, per second. What does not apply to a line is left out.
public final class JsonReport {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private JsonReport() {}

    /// The text, ending with a newline.
    public static String of(Report report) {
        JsonArray lines = new JsonArray();
        for (Report.Section section : report.sections()) {
            section.lines().forEach(line -> lines.add(line(section.title(), line)));
        }
        return GSON.toJson(lines) + "\n";
    }

    private static JsonObject line(String section, Line line) {
        JsonObject json = new JsonObject();
        json.addProperty("scenario", section);
        json.addProperty("what", line.what());
        json.addProperty("unit", line.unit().name().toLowerCase(Locale.ROOT));
        switch (line.outcome()) {
            case Line.Measured(Figure hako) -> json.add("hako", figure(hako));
            case Line.Compared(Figure hako, String peer, Figure theirs, Ratio ratio) -> {
                json.add("hako", figure(hako));
                json.addProperty("peerName", peer);
                json.add("peer", figure(theirs));
                json.add("ratio", ratio(ratio));
            }
            case Line.Failed(String reason) -> json.addProperty("failed", reason);
        }
        switch (line.target()) {
            case Target.RatioAtMost(double limit) -> json.addProperty("ratioAtMost", limit);
            case Target.AtMost(double limit) -> json.addProperty("atMost", limit);
            case Target.None() -> {}
        }
        json.addProperty("verdict", line.verdict().name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static JsonObject figure(Figure figure) {
        JsonObject json = new JsonObject();
        json.addProperty("value", figure.value());
        if (figure instanceof Figure.Median(Samples samples)) {
            json.addProperty("count", samples.count());
            json.addProperty("p10", samples.percentile(10));
            json.addProperty("p90", samples.percentile(90));
            json.addProperty("medianAbsoluteDeviation", samples.deviation());
            json.addProperty("mean", samples.mean());
        }
        return json;
    }

    private static JsonObject ratio(Ratio ratio) {
        JsonObject json = new JsonObject();
        json.addProperty("value", ratio.value());
        json.addProperty("low95", ratio.low());
        json.addProperty("high95", ratio.high());
        return json;
    }
}
