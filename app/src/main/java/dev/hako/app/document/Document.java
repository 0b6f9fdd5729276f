package dev.hako.app.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object whose fields are known: asking for another one is a mistake.
public final class Document {
    private final Map<String, @Nullable Object> fields;

    private Document(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    public static Builder with(String field, @Nullable Object value) {
        return new Builder().and(field, value);
    }

    /// In the order in which they were added.
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    /// A field that is worked out from what a template gives it, such as `{{.Label "key"}}`. It is
    /// no part of the JSON.
    @FunctionalInterface
    public interface Method {
        Object call(List<@Nullable Object> arguments);
    }

    /// Collects fields.
    public static final class Builder {
        private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

        private Builder() {}

        public Builder and(String field, @Nullable Object value) {
            if (fields.containsKey(field)) {
                throw new IllegalArgumentException("two fields are called " + field);
            }
            fields.put(field, value);
            return this;
        }

        /// All fields of another document.
        public Builder andAll(Document other) {
            other.fields.forEach(this::and);
            return this;
        }

        public Document build() {
            return new Document(Collections.unmodifiableMap(new LinkedHashMap<>(fields)));
        }
    }
}
