package dev.hako.engine.network.names;

import dev.hako.engine.network.store.Connection;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.dns.Asker;
import dev.hako.network.dns.Names;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Who is called what in which network.
final class NameTable implements Names {
    private final Map<Entry, List<InetAddress>> addresses = new ConcurrentHashMap<>();
    private final Map<Place, String> names = new ConcurrentHashMap<>();
    private final Map<Place, List<String>> networks = new ConcurrentHashMap<>();

    /// A name in a network.
    private record Entry(String networkId, String name) {}

    /// An address in a network.
    private record Place(String networkId, InetAddress address) {}

    /// @param networkIds all networks of the container, whichever of their servers it asks
    void add(Connection connection, List<String> networkIds) {
        for (InterfaceAddress own : connection.addresses()) {
            InetAddress address = own.address();
            connection.names().forEach(name -> change(entry(connection, name), address, true));
            names.put(
                    new Place(connection.networkId(), address),
                    connection.names().getFirst() + "." + connection.network());
            networks.put(new Place(connection.networkId(), address), networkIds);
        }
    }

    void remove(Connection connection) {
        for (InterfaceAddress own : connection.addresses()) {
            InetAddress address = own.address();
            connection.names().forEach(name -> change(entry(connection, name), address, false));
            names.remove(new Place(connection.networkId(), address));
            networks.remove(new Place(connection.networkId(), address));
        }
    }

    /// Somebody asks in a place that is no network.
    ///
    /// @param networkIds his networks
    void enter(Asker asker, List<String> networkIds) {
        networks.put(new Place(asker.network(), asker.address()), networkIds);
    }

    void leave(Asker asker) {
        networks.remove(new Place(asker.network(), asker.address()));
    }

    /// All networks of whoever asks.
    List<String> networks(Asker asker) {
        return networks.getOrDefault(
                new Place(asker.network(), asker.address()), List.of(asker.network()));
    }

    private static Entry entry(Connection connection, String name) {
        return new Entry(connection.networkId(), name.toLowerCase(Locale.ROOT));
    }

    private void change(Entry entry, InetAddress address, boolean there) {
        addresses.compute(
                entry,
                (_, before) -> {
                    List<InetAddress> after = new ArrayList<>(before == null ? List.of() : before);
                    after.remove(address);
                    if (there) {
                        after.add(address);
                    }
                    return after.isEmpty() ? null : List.copyOf(after);
                });
    }

    @Override
    public List<InetAddress> addresses(String name, Asker asker) {
        return networks(asker).stream()
                .map(network -> addresses.getOrDefault(new Entry(network, name), List.of()))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    @Override
    public Optional<String> nameOf(InetAddress address, Asker asker) {
        return networks(asker).stream()
                .flatMap(network -> Stream.ofNullable(names.get(new Place(network, address))))
                .findFirst();
    }
}
