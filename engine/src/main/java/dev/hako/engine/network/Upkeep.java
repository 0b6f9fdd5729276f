package dev.hako.engine.network;

import dev.hako.engine.network.fabric.Fabric;
import dev.hako.engine.network.policy.Gatekeeper;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.Network;
import dev.hako.engine.network.store.NetworkStore;
import dev.hako.engine.network.store.PublishedPort;
import dev.hako.engine.store.DirectoryLock.Lease;
import dev.hako.failure.Failure;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what networks are made of as it has to be: makes it anew after crashes and when others
/// have changed it, and takes away what nobody uses.
///
/// All methods may be called from any thread.
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final NetworkStore store;
    private final Fabric fabric;
    private final Gatekeeper gatekeeper;
    private final Supplier<Collection<Connected>> connected;
    private CompletableFuture<Void> recovery = CompletableFuture.completedFuture(null);

    /// @param connected how each is connected
    Upkeep(
            NetworkStore store,
            Fabric fabric,
            Gatekeeper gatekeeper,
            Supplier<Collection<Connected>> connected) {
        this.store = store;
        this.fabric = fabric;
        this.gatekeeper = gatekeeper;
        this.connected = connected;
    }

    /// Makes anew what those need who run, and ends what is left of others, in the background.
    void recover() {
        recovery = CompletableFuture.runAsync(this::restoreAll, Thread::startVirtualThread);
    }

    private void restoreAll() {
        restore();
        try (Lease _ = store.lock()) {
            fabric.takeAwayLeft(store.all());
        } catch (Failure e) {
            warnOfUnused(e);
        }
    }

    private static void warnOfUnused(Failure failure) {
        LOG.warn("cannot take away networks that nobody uses: {}", failure.getMessage());
    }

    /// Under the lock: a network that is being removed does not get its bridge back.
    private void restore() {
        try (Lease _ = store.lock()) {
            gatekeeper.restore();
            fabric.restore(used(store.all()), ports());
        } catch (Failure e) {
            LOG.warn("cannot restore networks: {}", e.getMessage());
        }
    }

    /// Others have changed what networks are made of.
    void repair() {
        if (!fabric.isIntact() || !gatekeeper.isIntact()) {
            restore();
        }
    }

    private List<Network> used(List<Network> networks) {
        Set<String> ids = usedIds();
        return networks.stream().filter(network -> ids.contains(network.id())).toList();
    }

    private Set<String> usedIds() {
        Set<String> ids = new HashSet<>();
        connected
                .get()
                .forEach(how -> how.connections().forEach(each -> ids.add(each.networkId())));
        return ids;
    }

    private List<PublishedPort> ports() {
        return connected.get().stream()
                .filter(how -> how.connections().stream().noneMatch(Connection::isOfPlugins))
                .flatMap(how -> how.ports().stream())
                .toList();
    }

    /// Takes away what nobody uses; what containers use lives on.
    void takeAwayUnused() {
        try {
            recovery.join();
            Set<String> ids = usedIds();
            fabric.takeAwayUnused(
                    store.all().stream().filter(network -> !ids.contains(network.id())).toList());
        } catch (Failure e) {
            warnOfUnused(e);
        }
    }
}
