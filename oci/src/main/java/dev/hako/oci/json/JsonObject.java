package dev.hako.oci.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The fields of one JSON object, as a record's `read` method picks them.
///
/// Fields nobody asks for are ignored, as the specifications demand. An absent field, a `null` and,
/// for text, an empty string are the same thing, as they are for every runtime written in Go.
///
/// It is a record of its own too: who changes a document that others write as well keeps the fields
/// that he does not know.
public final class JsonObject implements JsonValue, JsonRecord {
    /// An object without fields.
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<String, JsonValue> fields;

    JsonObject(Map<String, JsonValue> fields) {
        this.fields = fields;
    }

    /// The field's value, which must be there.
    public <T> T required(String field, Kind<T> kind) {
        T value = optional(field, kind);
        if (value == null) {
            throw InvalidDocumentException.at(field, "required, but absent");
        }
        return value;
    }

    /// The field's value, or null if it is absent.
    public <T> @Nullable T optional(String field, Kind<T> kind) {
        JsonValue value = fields.get(field);
        if (value == null || isEmptyText(value)) {
            return null;
        }
        try {
            return kind.read(value);
        } catch (InvalidDocumentException e) {
            throw e.within(field);
        }
    }

    /// The field's value, or `absent` if there is none.
    public <T> T optional(String field, Kind<T> kind, T absent) {
        T value = optional(field, kind);
        return value == null ? absent : value;
    }

    /// True only if the field is there and `true`.
    public boolean flag(String field) {
        return optional(field, Kind.BOOLEAN, false);
    }

    /// The elements of a list; absent is empty.
    public <T> List<T> list(String field, Kind<T> element) {
        return optional(field, new Kind<>(value -> elements(value, element)), List.of());
    }

    /// The entries of an object whose field names are data; absent is empty.
    public <T> Map<String, T> map(String field, Kind<T> value) {
        return optional(field, new Kind<>(object -> entries(object, value)), Map.of());
    }

    /// The field names of an object that is a set: what they hold does not matter.
    public List<String> names(String field) {
        return List.copyOf(map(field, new Kind<>(value -> value)).keySet());
    }

    /// Whether the field is there.
    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /// Refuses the object if it has the field.
    public void forbid(String field, String problem) {
        Require.that(!has(field), field, problem);
    }

    /// Refuses the object if it has other fields than these: for documents that people write, where
    /// what is ignored is a slip of the pen.
    public void allow(String... known) {
        for (String field : fields.keySet()) {
            Require.that(
                    List.of(known).contains(field),
                    field,
                    "unknown; known are " + String.join(", ", known));
        }
    }

    /// The same object with this field.
    public JsonObject with(String field, String text) {
        return changed(field, new Text(text));
    }

    /// The same object with this field.
    public JsonObject with(String field, JsonObject object) {
        return changed(field, object);
    }

    /// The same object without this field.
    public JsonObject without(String field) {
        return changed(field, null);
    }

    private JsonObject changed(String field, @Nullable JsonValue value) {
        var copy = new LinkedHashMap<>(fields);
        if (value == null) {
            copy.remove(field);
        } else {
            copy.put(field, value);
        }
        return new JsonObject(copy);
    }

    /// As they were read, in that order; a `null` was never there.
    @Override
    public void write(ObjectWriter out) {
        fields.forEach((field, value) -> out.always(field, written(value)));
    }

    private static Object written(JsonValue value) {
        return switch (value) {
            case JsonObject object -> object;
            case Items(List<JsonValue> items) -> items.stream().map(JsonObject::written).toList();
            case Text(String text) -> text;
            case Numeral(String spelling) -> new BigDecimal(spelling);
            case Truth truth -> truth == Truth.TRUE;
            case Nothing _ ->
                    throw InvalidDocumentException.at("", "a list must not have a null in it");
        };
    }

    private static boolean isEmptyText(JsonValue value) {
        return value instanceof Text(String text) && text.isEmpty();
    }

    private static <T> List<T> elements(JsonValue value, Kind<T> element) {
        if (!(value instanceof Items(List<JsonValue> items))) {
            throw Kind.mismatch(value, "a list");
        }
        var elements = new ArrayList<T>(items.size());
        for (JsonValue item : items) {
            try {
                elements.add(element.read(item));
            } catch (InvalidDocumentException e) {
                throw e.within("[" + elements.size() + "]");
            }
        }
        return elements;
    }

    private static <T> Map<String, T> entries(JsonValue value, Kind<T> kind) {
        if (!(value instanceof JsonObject object)) {
            throw Kind.mismatch(value, "an object");
        }
        var entries = new TreeMap<String, T>();
        object.fields.forEach((name, entry) -> {
            try {
                entries.put(name, kind.read(entry));
            } catch (InvalidDocumentException e) {
                throw e.within(name);
            }
        });
        return entries;
    }
}
