package dev.hako.app.command;

import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.failure.Failure;
import java.util.Optional;

/// What `run` and `create` have in common.
final class NewContainer {
    private NewContainer() {}

    /// Makes a container: its image is fetched if need be, and its id written where the line wants
    /// it.
    static Container create(Engine engine, Invocation invocation, ContainerConfig asked) {
        ImageFlags.bring(engine, invocation, asked);
        ContainerConfig config = asked.withPlatform(invocation.line().value(PullCommand.PLATFORM));
        Container container = NewPod.create(engine, config);
        CidFile.write(invocation.line(), invocation.caller(), container);
        if (config.namespaces().sharing().pod().isEmpty()) {
            NetworkNotice.give(
                    invocation,
                    "container",
                    config.namespaces().network(),
                    container.config().namespaces().network(),
                    () -> whyNoNetwork(engine, container));
        }
        return container;
    }

    private static Optional<Failure> whyNoNetwork(Engine engine, Container container) {
        String isolation = container.isolation();
        return engine.info().forNetworks().contains(isolation)
                ? engine.networks().whyNoStandard()
                : Optional.of(
                        Failure.unsupported("isolation \"" + isolation + "\" has no networks yet"));
    }
}
