package dev.hako.it;

import java.util.Map;
import java.util.function.Function;

/// An engine that is compared with others by what the same line of shell does.
///
/// @param shell runs a line in which `docker` is this engine's command, `$IMAGE` an image and
///   `$TARGET` a name for a new one
/// @param words what the engine's answers call by names of its own, and what stands for each
record Peer(Function<String, Result> shell, Map<String, String> words) {
    Answer run(String line) {
        Result result = shell.apply(line);
        String output = result.output();
        for (var word : words.entrySet()) {
            output = output.replace(word.getKey(), word.getValue());
        }
        return new Answer(result.status(), Shape.of(output), result.error());
    }
}
