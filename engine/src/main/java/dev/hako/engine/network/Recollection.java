package dev.hako.engine.network;

import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.network.fabric.Fabric;
import dev.hako.engine.network.fabric.Joined;
import dev.hako.engine.network.fabric.Party;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.ConnectionsDocument;
import dev.hako.failure.Failure;
import dev.hako.network.namespace.NetworkNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an engine knows of connections that an earlier one has made.
///
/// @param networks finds the networks that are asked for
record Recollection(Fabric fabric, Function<NetworkOptions, List<Joined>> networks) {
    private static final Logger LOG = LoggerFactory.getLogger(Recollection.class);

    /// What is written down. If that cannot be read, it is what the kernel shows, and is written
    /// down again.
    ///
    /// @param place opens the network namespace
    Connected of(
            Path document, Party party, NetworkOptions options, Supplier<NetworkNamespace> place) {
        String fault = "it is not there";
        try {
            Optional<Connected> written = ConnectionsDocument.readFrom(document);
            if (written.isPresent()) {
                return written.get();
            }
        } catch (Failure e) {
            fault = e.getMessage();
        }
        LOG.warn(
                "what \"{}\" is connected to is told by the kernel, and ports that were chosen for"
                        + " it are forgotten: {}",
                party.name(),
                fault);
        return seen(document, party, options, place);
    }

    private Connected seen(
            Path document, Party party, NetworkOptions options, Supplier<NetworkNamespace> place) {
        try (NetworkNamespace namespace = place.get()) {
            Connected how =
                    fabric.look(party, namespace, networks.apply(options), options.published());
            ConnectionsDocument.writeTo(document, how);
            return how;
        } catch (Failure e) {
            LOG.warn("\"{}\" has no names and no ports: {}", party.name(), e.getMessage());
            return Connected.NOT;
        }
    }
}
