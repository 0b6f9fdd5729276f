package dev.hako.bench.scenario;

import dev.hako.network.address.Addresses;
import dev.hako.network.address.Subnet;
import dev.hako.network.dns.Asker;
import dev.hako.network.dns.EgressPolicy;
import dev.hako.network.dns.Listener;
import dev.hako.network.dns.NameServer;
import dev.hako.network.dns.Names;
import dev.hako.network.dns.Upstream;
import dev.hako.network.dns.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program that is the name server of a network on the loopback device, with two hundred boxes,
/// in a JVM like the engine's. It prints its port, and ends with its input.
final class NamesLoop {
    private static final int BOXES = 200;
    private static final InetAddress LOOPBACK = Addresses.parse("127.0.0.1");
    private static final Zone ZONE = new Zone("bench", List.of(Subnet.parse("127.0.0.0/8")));

    private NamesLoop() {}

    /// Serves.
    ///
    /// @param arguments the port of the server to ask for everything else
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress world = new InetSocketAddress(LOOPBACK, Integer.parseInt(arguments[0]));
        Upstream upstream =
                () -> new Upstream.Servers(List.of(world), Duration.ofSeconds(2), 2, false);
        try (NameServer server = NameServer.open(new Boxes(), upstream, EgressPolicy.ALLOW_ALL);
                Listener listener = server.listen(ZONE, LOOPBACK, 0)) {
            System.out.println(listener.address().getPort());
            System.in.readAllBytes();
        }
    }

    private static final class Boxes implements Names {
        private final Map<String, List<InetAddress>> names = new HashMap<>();

        Boxes() {
            for (int i = 1; i <= BOXES; i++) {
                names.put("box" + i, List.of(Addresses.parse("127.1.0." + i)));
            }
        }

        @Override
        public List<InetAddress> addresses(String name, Asker asker) {
            return names.getOrDefault(name, List.of());
        }

        @Override
        public Optional<String> nameOf(InetAddress address, Asker asker) {
            return Optional.empty();
        }
    }
}
