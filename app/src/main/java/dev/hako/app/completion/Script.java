package dev.hako.app.completion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The script that makes a shell ask `hako`.
public final class Script {
    /// The shells there are scripts for.
    public static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private Script() {}

    /// The script's text.
    ///
    /// @param shell one of [#SHELLS]
    public static String of(String shell) {
        try (InputStream script = Script.class.getResourceAsStream("hako." + shell)) {
            if (script == null) {
                throw new IllegalArgumentException("there is no script for " + shell);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
