package dev.hako.app.value;

import dev.hako.failure.Failure;

/// `KEY=VALUE`, of which the first `=` parts.
public record KeyValue(String key, String value) {

    /// A key without `=` has an empty value.
    public static KeyValue parse(String text) {
        int equals = text.indexOf('=');
        if (equals == 0 || text.isEmpty()) {
            throw Failure.invalid("the key is empty");
        }
        return equals < 0
                ? new KeyValue(text, "")
                : new KeyValue(text.substring(0, equals), text.substring(equals + 1));
    }

    /// Refuses a key without `=`.
    public static KeyValue parseBoth(String text) {
        if (text.indexOf('=') < 0) {
            throw Failure.invalid("must be KEY=VALUE");
        }
        return parse(text);
    }
}
