package dev.hako.build.solve;

import dev.hako.oci.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Puts together all that a step's result depends on.
final class Key {
    private static final String FORM = "hako-step-1";

    private final StringBuilder text = new StringBuilder();

    private Key() {}

    /// @param kind of the step
    static Key of(String kind) {
        return new Key().with("form", FORM).with("kind", kind);
    }

    Key with(String name, String value) {
        text.append(name).append(' ').append(value.length()).append(' ').append(value).append('\n');
        return this;
    }

    Key with(String name, List<String> values) {
        with(name, String.valueOf(values.size()));
        values.forEach(value -> with("-", value));
        return this;
    }

    Digest digest() {
        return Digest.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
