package dev.hako.door.cri.call;

import dev.hako.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Details for people, as JSON.
public final class JsonText {
    private JsonText() {}

    /// An object of strings, in the order of their names.
    public static String object(Map<String, String> fields) {
        byte[] text = Json.write(out -> new TreeMap<>(fields).forEach(out::always));
        return new String(text, StandardCharsets.UTF_8);
    }
}
