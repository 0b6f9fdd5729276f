package dev.hako.engine;

import dev.hako.engine.store.StateDocument;
import dev.hako.isolation.Task;
import java.util.Optional;

/// What an engine has found of a container's life before it came.
///
/// @param task its program, if it runs
/// @param document what was kept of its last start, if there was one
record Past(ContainerState state, Optional<Task> task, Optional<StateDocument> document) {
    /// It is new.
    static final Past NOTHING =
            new Past(new ContainerState.Created(), Optional.empty(), Optional.empty());
}
