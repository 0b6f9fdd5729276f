package dev.hako.engine.network.store;

import dev.hako.engine.store.ContainerDocument;
import dev.hako.kernel.Fd;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Locks of addresses that containers got while they ran: their monitors cannot be given anything
/// any more, so that engines keep them.
public final class KeptLeases implements AutoCloseable {
    private final NetworkStore store;

    /// By container and network.
    private final Map<String, Map<String, List<Fd>>> kept = new ConcurrentHashMap<>();

    public KeptLeases(NetworkStore store) {
        this.store = store;
    }

    public void keep(String containerId, String networkId, List<Fd> locks) {
        kept.computeIfAbsent(containerId, _ -> new ConcurrentHashMap<>())
                .merge(
                        networkId,
                        locks,
                        (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    }

    /// Takes those addresses again of a container that runs which nobody keeps for it.
    public void retake(ContainerDocument container, Connection connection, Network network) {
        List<Fd> locks =
                connection.addresses().stream()
                        .flatMap(own ->
                                Leases.retake(
                                        store.leases(network), own.address(), container.name())
                                        .stream())
                        .toList();
        if (!locks.isEmpty()) {
            keep(container.id(), network.id(), locks);
        }
    }

    /// A container is not in a network any more.
    public void letGo(String containerId, String networkId) {
        Map<String, List<Fd>> all = kept.get(containerId);
        List<Fd> own = all == null ? null : all.remove(networkId);
        if (own != null) {
            own.forEach(Fd::close);
        }
    }

    /// A container has ended.
    public void letGo(String containerId) {
        Map<String, List<Fd>> all = kept.remove(containerId);
        if (all != null) {
            all.values().forEach(locks -> locks.forEach(Fd::close));
        }
    }

    @Override
    public void close() {
        kept.keySet().forEach(this::letGo);
    }
}
