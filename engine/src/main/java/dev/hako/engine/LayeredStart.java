package dev.hako.engine;

import dev.hako.failure.Failure;
import dev.hako.isolation.Sandbox;
import dev.hako.isolation.Task;
import dev.hako.isolation.TaskSpec;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A start over an image's layers, or over a copy of them where overlayfs refuses them.
///
/// That it does is found out by a start that fails: others need not pay for the question.
record LayeredStart(Sandbox sandbox, WritableRoot root) {
    private static final Logger LOG = LoggerFactory.getLogger(LayeredStart.class);

    /// The failures that a mount which the kernel refuses may be.
    private static final Set<Failure.Kind> REFUSALS =
            EnumSet.of(Failure.Kind.INVALID, Failure.Kind.DENIED, Failure.Kind.UNSUPPORTED);

    /// @throws Failure as [Sandbox#start], or because the layers cannot be copied
    Task run(TaskSpec spec) {
        try {
            return sandbox.start(spec);
        } catch (Failure e) {
            if (!REFUSALS.contains(e.kind()) || root.overlayWorks()) {
                throw e;
            }
            LOG.warn("{}; it gets a copy of its image", e.getMessage());
            WritableRoot copied = root.copied();
            copied.copy();
            return sandbox.start(spec.with(copied.filesystem()));
        }
    }
}
