package dev.hako.compare.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.hako.compare.figure.Samples;
import dev.hako.compare.figure.Unit;
import dev.hako.compare.measure.Finding;
import dev.hako.compare.measure.Group;
import dev.hako.compare.subject.Field.Gap;
import dev.hako.compare.subject.Subject.Identity;
import dev.hako.compare.walls.Walls;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A [Report] for programs. `docs/compare.md` says what each field means. Numbers are in base
/// units: microseconds, bytes.
public final class ReportJson {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final long MOST_BYTES = 64 << 20;

    private ReportJson() {}

    /// The text, ending with a newline.
    public static String write(Report report) {
        JsonObject json = new JsonObject();
        json.addProperty("schema", Report.SCHEMA);
        json.addProperty("made", report.made().toString());
        json.addProperty("quick", report.quick());
        JsonObject host = new JsonObject();
        report.host().forEach(host::addProperty);
        json.add("host", host);
        json.add("subjects", subjects(report.subjects()));
        JsonArray findings = new JsonArray();
        report.findings().forEach(finding -> findings.add(finding(finding)));
        json.add("findings", findings);
        JsonArray walls = new JsonArray();
        report.walls().forEach(each -> walls.add(walls(each)));
        json.add("security", walls);
        json.add("features", GSON.toJsonTree(report.features()));
        JsonArray missing = new JsonArray();
        report.missing().forEach(gap -> missing.add(gap(gap)));
        json.add("missing", missing);
        json.add("overhead", GSON.toJsonTree(report.overhead()));
        JsonArray changes = new JsonArray();
        report.changes().forEach(change -> changes.add(change(change)));
        json.add("changes", changes);
        return GSON.toJson(json) + "\n";
    }

    private static JsonArray subjects(Map<String, Identity> subjects) {
        JsonArray array = new JsonArray();
        subjects.forEach((name, identity) -> {
            JsonObject json = new JsonObject();
            json.addProperty("name", name);
            json.addProperty("kind", identity.kind());
            json.addProperty("version", identity.version());
            json.addProperty("program", identity.program());
            array.add(json);
        });
        return array;
    }

    private static JsonObject finding(Finding finding) {
        Samples samples = finding.samples();
        JsonObject json = new JsonObject();
        json.addProperty("group", finding.group().word());
        json.addProperty("measure", finding.measure());
        json.addProperty("unit", finding.unit().name().toLowerCase(Locale.ROOT));
        json.addProperty("subject", finding.subject());
        json.addProperty("count", samples.count());
        json.addProperty("median", samples.median());
        json.addProperty("p10", samples.percentile(10));
        json.addProperty("p90", samples.percentile(90));
        json.addProperty("p99", samples.percentile(99));
        json.addProperty("medianAbsoluteDeviation", samples.deviation());
        JsonArray values = new JsonArray();
        samples.values().forEach(values::add);
        json.add("samples", values);
        return json;
    }

    private static JsonObject walls(Walls walls) {
        JsonObject json = new JsonObject();
        json.addProperty("subject", walls.subject());
        json.addProperty("hostKernel", walls.hostKernel());
        json.addProperty("filterTold", walls.filtered());
        json.addProperty("hostCalls", walls.hostCalls());
        json.add("reached", array(walls.reached()));
        json.add("refused", array(walls.refused()));
        json.add("otherMachineCodes", array(walls.abis()));
        json.add("capabilities", array(walls.capabilities()));
        json.add("sharedNamespaces", array(walls.sharedNamespaces()));
        json.addProperty("rootIsHostsRoot", walls.identityMapped());
        json.add("visible", array(walls.visible()));
        json.add("writable", array(walls.writable()));
        json.add("possible", array(walls.possible()));
        json.add("descriptors", array(walls.descriptors()));
        JsonObject preconditions = new JsonObject();
        walls.preconditions().forEach(preconditions::addProperty);
        json.add("preconditions", preconditions);
        return json;
    }

    private static JsonElement array(Collection<?> values) {
        return GSON.toJsonTree(values);
    }

    private static JsonObject gap(Gap gap) {
        JsonObject json = new JsonObject();
        json.addProperty("subject", gap.subject());
        json.addProperty("what", gap.what());
        json.addProperty("why", gap.why());
        return json;
    }

    private static JsonObject change(Change change) {
        JsonObject json = new JsonObject();
        json.addProperty("group", change.finding().group().word());
        json.addProperty("measure", change.finding().measure());
        json.addProperty("subject", change.finding().subject());
        json.addProperty("ratio", change.ratio().value());
        json.addProperty("low", change.ratio().low());
        json.addProperty("high", change.ratio().high());
        json.addProperty("verdict", change.verdict());
        return json;
    }

    /// The findings of an earlier report.
    ///
    /// @throws Failure `INVALID` if the file is no report, or one of a newer schema
    public static List<Finding> findings(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw invalid(file, "it has more than 64 MiB");
            }
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            int schema = json.get("schema").getAsInt();
            if (schema != Report.SCHEMA) {
                throw invalid(file, "its schema is " + schema + ", and not " + Report.SCHEMA);
            }
            List<Finding> findings = new ArrayList<>();
            for (JsonElement each : json.getAsJsonArray("findings")) {
                findings.add(read(each.getAsJsonObject()));
            }
            return findings;
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.NOT_FOUND,
                    "cannot read report \"" + file + "\": " + e.getMessage());
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException
                | ClassCastException e) {
            throw invalid(file, "it is no report: " + e.getMessage());
        }
    }

    private static Failure invalid(Path file, String cause) {
        return Failure.invalid("cannot compare with \"" + file + "\": " + cause);
    }

    private static Finding read(JsonObject json) {
        JsonArray values = json.getAsJsonArray("samples");
        double[] samples = new double[values.size()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = values.get(i).getAsDouble();
        }
        return new Finding(
                Group.of(json.get("group").getAsString()).orElseThrow(IllegalStateException::new),
                json.get("measure").getAsString(),
                Unit.valueOf(json.get("unit").getAsString().toUpperCase(Locale.ROOT)),
                json.get("subject").getAsString(),
                Samples.of(samples));
    }
}
