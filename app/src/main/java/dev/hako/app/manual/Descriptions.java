package dev.hako.app.manual;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What there is to say of a command beyond its summary.
final class Descriptions {
    private Descriptions() {}

    /// Paragraphs, parted by empty lines; nothing if the summary says it all.
    static Optional<String> of(String command) {
        String file = command.replace(' ', '-') + ".txt";
        try (InputStream text = Descriptions.class.getResourceAsStream(file)) {
            return text == null
                    ? Optional.empty()
                    : Optional.of(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
