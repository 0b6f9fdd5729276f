package dev.hako.app.command;

import dev.hako.app.container.NamespaceFlags;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.Sharing;
import dev.hako.failure.Failure;
import java.util.Optional;
import java.util.Set;

/// The pod that `--pod new:NAME` makes for a container, as podman's does.
final class NewPod {
    private static final String NEW = NamespaceFlags.NEW_POD;

    private NewPod() {}

    /// Makes a container, and before it the pod if it is to be a new one: the pod has the network
    /// and the ports that the container is to have. A pod whose container cannot be made is removed
    /// again.
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
        NamespaceOptions options = asked.namespaces();
        Pod pod =
                engine.pods()
                        .create(
                                PodConfig.named(name.get())
                                        .with(options.network(), options.connections()));
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
        return asked.withNamespaces(
                options.with(Optional.empty(), sharing).withConnections(NetworkOptions.NONE));
    }
}
