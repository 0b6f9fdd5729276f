package dev.hako.engine.network;

import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.network.fabric.Party;
import dev.hako.engine.network.policy.Subject;
import dev.hako.engine.network.store.ConnectionsDocument;
import dev.hako.engine.store.ContainerDirectory;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.network.namespace.NetworkNamespace;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// A container that runs, or a pod that is there, and what it takes to connect it otherwise.
///
/// @param options what it was to be connected to until now
/// @param subject as whom it is held back
/// @param document where it is written down how it is connected
/// @param place opens its network namespace
public record Resident(
        Party party,
        NetworkOptions options,
        Subject subject,
        Path document,
        Supplier<NetworkNamespace> place) {
    /// A container.
    ///
    /// @param pid its program
    public static Resident of(ContainerDocument container, ContainerDirectory directory, int pid) {
        return new Resident(
                new Party(container.id(), container.name(), Optional.empty()),
                container.config().namespaces().connections(),
                Subject.of(container, directory),
                directory.run().resolve(ConnectionsDocument.FILE),
                () -> NetworkNamespace.of(pid));
    }

    String id() {
        return party.id();
    }
}
