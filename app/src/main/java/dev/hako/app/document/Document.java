package dev.hako.app.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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

    /// Names and values, in the order in which they were added.
    public Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> known = new LinkedHashMap<>(fields);
        known.replaceAll((_, value) -> workedOut(value));
        return known;
    }

    /// The fields' names, in the order in which they were added.
    public Set<String> names() {
        return Collections.unmodifiableSet(fields.keySet());
    }

    /// The value of a field that is there.
    public @Nullable Object value(String field) {
        return workedOut(fields.get(field));
    }

    private static @Nullable Object workedOut(@Nullable Object value) {
        return value instanceof Deferred(Supplier<?> work) ? work.get() : value;
    }

    /// A value that is worked out by whoever wants it.
    private record Deferred(Supplier<?> work) {}

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

        /// A field whose value takes some time, and is often not asked for.
        public Builder later(String field, Supplier<?> work) {
            return and(field, new Deferred(work));
        }

        /// All fields of another document.
        public Builder andAll(Document other) {
            other.fields.forEach(this::and);
            return this;
        }

        public Document build() {
            return new Document(new LinkedHashMap<>(fields));
        }
    }
}
