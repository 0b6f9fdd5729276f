package dev.hako.engine.network.fabric;

import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.network.store.Leases;
import dev.hako.network.namespace.NetworkNamespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A container or a pod to be connected.
///
/// @param id its id
/// @param name what others call it
/// @param mount where its network namespace is mounted; empty: it gets one that its processes hold
public record Party(String id, String name, Optional<Path> mount) {
    private static final int SHORT = 12;
    private static final int WIRE = 10;

    /// What the network's other containers call it.
    List<String> names(NetworkJoin join) {
        List<String> names = new ArrayList<>();
        names.add(name);
        names.add(id.substring(0, SHORT));
        names.addAll(join.aliases());
        return names.stream().distinct().toList();
    }

    /// The name of the other end of its wire.
    String wire(int number) {
        return wires() + number;
    }

    /// What the names of the other ends of its wires begin with.
    String wires() {
        return "hk" + id.substring(0, WIRE) + ".";
    }

    /// As whom it takes addresses.
    Leases.Taker taker() {
        return new Leases.Taker(name, mount);
    }

    /// Its network namespace, perhaps a new one.
    public NetworkNamespace namespace() {
        return mount.map(NetworkNamespace::mountedOn).orElseGet(NetworkNamespace::create);
    }
}
