package dev.hako.door.oci;

import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Annotations as a field of a JSON object.
record Annotations(Map<String, String> annotations) implements JsonRecord {
    @Override
    public void write(ObjectWriter out) {
        out.put("annotations", annotations);
    }

    /// `"annotations":{…}`, or nothing if there are none.
    static String json(Map<String, String> annotations) {
        String object =
                new String(Json.write(new Annotations(annotations)), StandardCharsets.UTF_8);
        return object.substring(1, object.length() - 1);
    }
}
