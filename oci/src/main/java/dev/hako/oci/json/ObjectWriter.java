package dev.hako.oci.json;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a [JsonRecord] puts its fields.
public final class ObjectWriter implements AutoCloseable {
    private final JsonWriter out;

    private ObjectWriter(JsonWriter out) {
        this.out = out;
    }

    static ObjectWriter to(Writer text, String indent) {
        var out = new JsonWriter(text);
        out.setHtmlSafe(false);
        out.setFormattingStyle(
                indent.isEmpty()
                        ? FormattingStyle.COMPACT
                        : FormattingStyle.PRETTY.withIndent(indent));
        return new ObjectWriter(out);
    }

    void root(JsonRecord document) throws IOException {
        object(document);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /// A field that is omitted if it is null or an empty list or map.
    ///
    /// @param value a string, boolean, signed integer, enum constant (its `toString`),
    ///   [JsonRecord], or a collection or string-keyed map of these
    public ObjectWriter put(String field, @Nullable Object value) {
        return value == null || isEmpty(value) ? this : always(field, value);
    }

    /// A field that is omitted if it is false.
    public ObjectWriter flag(String field, boolean value) {
        return value ? always(field, true) : this;
    }

    /// An unsigned 64-bit field, omitted if it is null.
    public ObjectWriter unsigned(String field, @Nullable Long value) {
        return value == null ? this : always(field, new BigInteger(Long.toUnsignedString(value)));
    }

    /// A field that is there even if it is an empty list or map, as some required ones are.
    public ObjectWriter always(String field, Object value) {
        try {
            out.name(field);
            value(value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEmpty(Object value) {
        return (value instanceof Collection<?> elements && elements.isEmpty())
                || (value instanceof Map<?, ?> entries && entries.isEmpty());
    }

    /// Not a `switch` over patterns: the first one a JVM meets costs 20 ms, even with an AOT cache.
    private void value(Object value) throws IOException {
        if (value instanceof String text) {
            out.value(text);
        } else if (value instanceof Boolean truth) {
            out.value(truth);
        } else if (value instanceof Number number) {
            out.value(number);
        } else if (value instanceof Enum<?> constant) {
            out.value(constant.toString());
        } else if (value instanceof JsonRecord object) {
            object(object);
        } else if (value instanceof Collection<?> elements) {
            list(elements);
        } else if (value instanceof Map<?, ?> entries) {
            map(entries);
        } else {
            throw new IllegalArgumentException("not JSON: " + value.getClass());
        }
    }

    private void object(JsonRecord object) throws IOException {
        out.beginObject();
        object.write(this);
        out.endObject();
    }

    private void list(Collection<?> elements) throws IOException {
        out.beginArray();
        for (Object element : elements) {
            value(element);
        }
        out.endArray();
    }

    private void map(Map<?, ?> entries) throws IOException {
        out.beginObject();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            out.name((String) entry.getKey());
            value(entry.getValue());
        }
        out.endObject();
    }
}
