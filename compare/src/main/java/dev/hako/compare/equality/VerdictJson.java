package dev.hako.compare.equality;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;

/// A [Verdict] for programs; `docs/compare.md` says what each field means.
public final class VerdictJson {
    /// Raised when a field changes its meaning or goes.
    private static final int SCHEMA = 1;

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private VerdictJson() {}

    /// The text, ending with a newline.
    public static String write(Verdict verdict) {
        JsonObject json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        json.addProperty("equal", verdict.isEqual());
        JsonArray runs = new JsonArray();
        verdict.runs().forEach(run -> runs.add(run(run)));
        json.add("runs", runs);
        JsonArray differences = new JsonArray();
        verdict.differences().forEach(each -> differences.add(difference(each)));
        json.add("differences", differences);
        return GSON.toJson(json) + "\n";
    }

    private static JsonObject run(Behaviour run) {
        JsonObject json = new JsonObject();
        json.addProperty("name", run.name());
        json.addProperty("isolation", run.isolation());
        run.status().ifPresent(status -> json.addProperty("exitCode", status));
        json.addProperty("trouble", run.trouble());
        json.add("output", stream(run.output()));
        json.add("errors", stream(run.error()));
        JsonArray files = new JsonArray();
        run.files()
                .forEach((path, content) -> {
                    JsonObject file = new JsonObject();
                    file.addProperty("change", path.substring(0, 1));
                    file.addProperty("path", path.substring(2));
                    file.addProperty("content", content);
                    files.add(file);
                });
        json.add("files", files);
        run.walls().ifPresent(walls -> json.add("refusedCalls", GSON.toJsonTree(walls.refused())));
        return json;
    }

    private static JsonObject stream(Captured stream) {
        JsonObject json = new JsonObject();
        json.addProperty("bytes", stream.bytes());
        json.addProperty("sha256", stream.digest());
        return json;
    }

    private static JsonObject difference(Difference difference) {
        JsonObject json = new JsonObject();
        String aspect = difference.aspect().name().toLowerCase(Locale.ROOT).replace('_', '-');
        json.addProperty("aspect", aspect);
        json.addProperty("one", difference.one());
        json.addProperty("other", difference.other());
        json.addProperty("where", difference.where());
        json.addProperty("byChance", difference.byChance());
        return json;
    }
}
