package dev.hako.build.graph;

import dev.hako.build.dockerfile.Stage;
import java.util.Map;
import java.util.Optional;

/// A stage that is needed.
///
/// @param index of the stage, from 0
/// @param base what it begins with
/// @param sources what `--from` of its instructions mean, by what is written there
public record Node(
        int index,
        Stage stage,
        Source base,
        Optional<String> platform,
        Map<String, Source> sources) {
    public Node {
        sources = Map.copyOf(sources);
    }
}
