package dev.hako.app.container;

import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import dev.hako.engine.config.ConfigChange;
import dev.hako.failure.Failure;
import java.util.function.Consumer;

/// What can be given another configuration: a container, or a pod as far as it has one of its own.
///
/// @param updating changes it
public record Updatable(Consumer<ConfigChange> updating) {
    /// The container of a name or an id, or else the pod.
    ///
    /// @throws Failure `NOT_FOUND` if there is neither
    public static Updatable find(Engine engine, String reference) {
        try {
            Container container = engine.container(reference);
            return new Updatable(container.control()::update);
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
            Pod pod = engine.pods().find(reference).orElseThrow(() -> e);
            return new Updatable(change -> update(pod, change));
        }
    }

    private static void update(Pod pod, ConfigChange change) {
        if (change.limits().isPresent() || change.restart().isPresent()) {
            throw Failure.unsupported(
                            "cannot update pod \""
                                    + pod.name()
                                    + "\": it has neither limits nor a restart policy of its own")
                    .hint("update its containers");
        }
        change.egress().ifPresent(egress -> pod.police(egress.to()));
    }
}
