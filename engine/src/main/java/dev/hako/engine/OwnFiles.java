package dev.hako.engine;

import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.spec.EngineFiles;
import dev.hako.engine.spec.SpecBuilder;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the files are that an engine keeps for a container and shows it.
///
/// @param neighbours whose files it may be shown instead
/// @param init the program that can be its first process
record OwnFiles(Neighbours neighbours, InitProgram init) {
    private static final String HOSTNAME = "hostname";

    EngineFiles places(ContainerDocument container, ContainerDirectory directory) {
        Optional<Path> program =
                container.config().process().init() ? Optional.of(init.path()) : Optional.empty();
        Path hostname =
                neighbours.hostname(container).orElseGet(() -> directory.state().resolve(HOSTNAME));
        Path hosts =
                neighbours
                        .hosts(container)
                        .orElseGet(() -> directory.state().resolve(Neighbours.HOSTS));
        return new EngineFiles(
                hosts, hostname, resolvConf(container, directory), Map.of(), program);
    }

    /// Who shares another's network has its file.
    private Optional<Path> resolvConf(ContainerDocument container, ContainerDirectory directory) {
        boolean connected = !container.config().namespaces().connections().joins().isEmpty();
        return connected
                ? Optional.of(directory.state().resolve(Neighbours.RESOLV_CONF))
                : neighbours.resolvConf(container);
    }

    /// Writes those that tell of names.
    ///
    /// @param connections of the container
    EngineFiles write(
            ContainerDocument container,
            ContainerDirectory directory,
            List<Connection> connections) {
        EngineFiles files = places(container, directory);
        NetworkOptions options = container.config().namespaces().connections();
        new NameFiles(SpecBuilder.hostname(container), options, connections).write(files);
        return files;
    }
}
