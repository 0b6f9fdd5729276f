package dev.hako.build.solve;

import dev.hako.engine.library.StepResult;
import java.io.IOException;
import java.util.Optional;

/// A step that changes files.
interface FileStep {
    /// What it has made before, from the same.
    Optional<StepResult> find() throws IOException;

    /// Does it, and keeps what it makes.
    StepResult make(BuildListener.Vertex vertex) throws IOException, InterruptedException;
}
