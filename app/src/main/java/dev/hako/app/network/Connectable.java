package dev.hako.app.network;

import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.failure.Failure;
import java.util.function.Consumer;

/// Whoever can be connected to networks.
///
/// @param connecting connects it
/// @param disconnecting takes it from the network of a name
public record Connectable(Consumer<NetworkJoin> connecting, Consumer<String> disconnecting) {
    /// The container of a name or an id, or else the pod.
    ///
    /// @throws Failure `NOT_FOUND` if there is neither
    public static Connectable find(Engine engine, String reference) {
        try {
            Container container = engine.container(reference);
            return new Connectable(container::connect, container::disconnect);
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
            Pod pod = engine.pods().find(reference).orElseThrow(() -> e);
            return new Connectable(pod::connect, pod::disconnect);
        }
    }
}
