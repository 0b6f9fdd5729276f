package dev.hako.network.cni;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.hako.failure.Failure;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One plugin of a network, as its administrator configured it.
///
/// @param type the name of its program
/// @param object all of its configuration; not to be changed
record PluginConfig(String type, JsonObject object) {
    private static final String CAPABILITIES = "capabilities";

    /// The program is looked for in given folders, and nowhere else.
    private static final Pattern TYPE = Pattern.compile("(?!\\.{1,2}$)[^/\\p{Cntrl}]{1,255}");

    static PluginConfig of(Fields fields) {
        String type = fields.required("type");
        if (!TYPE.matcher(type).matches()) {
            throw Failure.invalid(
                    fields.document() + ": " + Documents.shown(type) + " is no file's name");
        }
        return new PluginConfig(type, fields.object());
    }

    /// What it is told for an attachment: section 3, "deriving execution configuration".
    ///
    /// @param runtimeConfig by capability; it gets those that it says it has
    JsonObject attaching(
            NetworkList network, JsonObject runtimeConfig, Optional<JsonObject> prevResult) {
        JsonObject told = told(network);
        JsonObject chosen = chosen(runtimeConfig);
        if (!chosen.isEmpty()) {
            told.add("runtimeConfig", chosen);
        }
        prevResult.ifPresent(result -> told.add("prevResult", result));
        return told;
    }

    /// What it is told to give back all that belongs to none of these.
    JsonObject collecting(NetworkList network, Collection<AttachmentId> valid) {
        var attachments = new JsonArray();
        for (AttachmentId id : valid) {
            var attachment = new JsonObject();
            attachment.addProperty("containerID", id.container());
            attachment.addProperty("ifname", id.interfaceName());
            attachments.add(attachment);
        }
        JsonObject told = told(network);
        told.add("cni.dev/valid-attachments", attachments);
        return told;
    }

    /// What it is told in any case.
    JsonObject told(NetworkList network) {
        JsonObject told = object.deepCopy();
        told.remove(CAPABILITIES);
        told.addProperty("cniVersion", network.version().toString());
        told.addProperty("name", network.name());
        return told;
    }

    private JsonObject chosen(JsonObject runtimeConfig) {
        var chosen = new JsonObject();
        if (object.get(CAPABILITIES) instanceof JsonObject capabilities) {
            for (Map.Entry<String, JsonElement> known : capabilities.entrySet()) {
                JsonElement value = runtimeConfig.get(known.getKey());
                if (value != null && isTrue(known.getValue())) {
                    chosen.add(known.getKey(), value);
                }
            }
        }
        return chosen;
    }

    private static boolean isTrue(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsString().equals("true");
    }
}
