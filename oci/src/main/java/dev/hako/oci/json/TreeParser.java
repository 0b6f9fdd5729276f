package dev.hako.oci.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Text to a tree of [JsonValue]s, within the limits of [Json].
///
/// Stricter than most readers on purpose: two programs that read an ambiguous document differently
/// are an old way to smuggle a setting past the one that checks.
final class TreeParser {
    private final JsonReader in;

    private TreeParser(JsonReader in) {
        this.in = in;
    }

    static JsonValue parse(String text) {
        try (var in = new JsonReader(new StringReader(text))) {
            in.setStrictness(Strictness.STRICT);
            in.setNestingLimit(Json.MAX_DEPTH);
            JsonValue value = new TreeParser(in).value();
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw InvalidDocumentException.at("", "text after the document's end");
            }
            return value;
        } catch (IOException e) {
            throw InvalidDocumentException.at("", "malformed JSON: " + firstLine(e));
        }
    }

    private JsonValue value() throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> object();
            case BEGIN_ARRAY -> items();
            case STRING -> new JsonValue.Text(in.nextString());
            case NUMBER -> new JsonValue.Numeral(in.nextString());
            case BOOLEAN -> JsonValue.Truth.of(in.nextBoolean());
            case NULL -> {
                in.nextNull();
                yield JsonValue.Nothing.NULL;
            }
            case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT ->
                    throw InvalidDocumentException.at("", "malformed JSON: empty document");
        };
    }

    private JsonObject object() throws IOException {
        var fields = new LinkedHashMap<String, JsonValue>();
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            JsonValue value = valueIn(name);
            if (fields.put(name, value) != null) {
                throw InvalidDocumentException.at(name, "appears twice");
            }
            limit(fields.size(), "fields");
        }
        in.endObject();
        fields.values().removeIf(value -> value == JsonValue.Nothing.NULL);
        return new JsonObject(fields);
    }

    private JsonValue.Items items() throws IOException {
        var values = new ArrayList<JsonValue>();
        in.beginArray();
        while (in.hasNext()) {
            values.add(valueAt(values.size()));
            limit(values.size(), "elements");
        }
        in.endArray();
        return new JsonValue.Items(values);
    }

    private JsonValue valueIn(String field) throws IOException {
        try {
            return value();
        } catch (InvalidDocumentException e) {
            throw e.within(field);
        }
    }

    private JsonValue valueAt(int index) throws IOException {
        try {
            return value();
        } catch (InvalidDocumentException e) {
            throw e.within("[" + index + "]");
        }
    }

    private static void limit(int size, String what) {
        if (size > Json.MAX_ELEMENTS) {
            throw InvalidDocumentException.at("", "more than " + Json.MAX_ELEMENTS + " " + what);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
