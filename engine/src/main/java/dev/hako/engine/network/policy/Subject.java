package dev.hako.engine.network.policy;

import dev.hako.engine.config.EgressOptions;
import dev.hako.engine.event.EventType;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Whom a policy is for: a container, or a pod with all that are in it.
///
/// @param type what events are about
/// @param image what a container was made of; empty for a pod
/// @param egress where it may send; empty: where it likes
/// @param decisions the file in which decisions about it are on record
public record Subject(
        EventType type,
        String id,
        String name,
        String image,
        Map<String, String> labels,
        Optional<EgressOptions> egress,
        Path decisions) {
    public static Subject of(ContainerDocument container, ContainerDirectory directory) {
        return new Subject(
                EventType.CONTAINER,
                container.id(),
                container.name(),
                container.config().image(),
                container.config().labels(),
                container.config().namespaces().connections().egress(),
                directory.decisions());
    }

    /// What events say of it besides what has happened.
    Map<String, String> attributes() {
        Map<String, String> attributes = new HashMap<>(labels);
        attributes.put("image", image);
        attributes.put("name", name);
        return attributes;
    }
}
