package dev.hako.app.command;

import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Sharing;
import dev.hako.failure.Failure;
import java.util.Optional;
import java.util.Set;

/// The pod that `--pod new:NAME` makes for a container, as podman's does.
final class NewPod {
    private static final String NEW = "new:";

    private NewPod() {}

    /// Makes a container, and before it the pod if it is to be a new one. A pod whose container
    /// cannot be made is removed again.
    static Container create(Engine engine, ContainerConfig asked) {
        Optional<String> name =
                asked.namespaces()
                        .sharing()
                        .pod()
                        .filter(pod -> pod.startsWith(NEW))
                        .map(pod -> pod.substring(NEW.length()));
        if (name.isEmpty()) {
            return engine.create(asked);
        }
        Pod pod = engine.pods().create(PodConfig.named(name.get()));
        try {
            return engine.create(in(pod, asked));
        } catch (Failure e) {
            pod.remove(false);
            throw e;
        }
    }

    private static ContainerConfig in(Pod pod, ContainerConfig asked) {
        NamespaceOptions options = asked.namespaces();
        Sharing sharing =
                new Sharing(Optional.of(pod.id()), Set.of(), options.sharing().containers());
        return asked.withNamespaces(options.with(options.network(), sharing));
    }
}
