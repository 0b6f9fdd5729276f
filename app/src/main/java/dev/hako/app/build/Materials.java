package dev.hako.app.build;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What a build is made of, until it is closed.
///
/// @param labels that the image gets unless the caller says otherwise
/// @param epoch of the image unless the caller says otherwise; empty: now
public record Materials(
        OpenContext context,
        NamedContexts contexts,
        Map<String, String> labels,
        Optional<Instant> epoch)
        implements AutoCloseable {
    public Materials {
        labels = Map.copyOf(labels);
    }

    @Override
    public void close() {
        contexts.close();
        context.close();
    }
}
