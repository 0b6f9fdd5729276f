package dev.hako.network.firewall;

import dev.hako.network.Machine;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.bridge.BridgeSpec;
import dev.hako.network.bridge.Bridges;
import dev.hako.network.bridge.Endpoint;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A host with boxes, and another machine on a wire to it: 192.0.2.1 and fd00:2::1 are the host's
/// addresses there, 192.0.2.2 and fd00:2::2 the other's.
final class Town implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Answers by TCP and UDP with its name and whom it sees.
    private static final String SERVER =
            """
            import socket, sys, threading
            name, port = sys.argv[1], int(sys.argv[2])
            t = socket.create_server(('::', port), family=socket.AF_INET6, dualstack_ipv6=True)
            u = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
            u.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            u.bind(('::', port))
            def seen(a):
                return (name + ' sees ' + a[0].replace('::ffff:', '') + '\\n').encode()
            def tcp():
                while True:
                    c, a = t.accept()
                    c.sendall(seen(a))
                    c.close()
            threading.Thread(target=tcp, daemon=True).start()
            print('ready', flush=True)
            while True:
                _, a = u.recvfrom(99)
                u.sendto(seen(a), a)
            """;

    final Machine host = Machine.start();
    final NetworkNamespace other = NetworkNamespace.create();
    private final Bridges bridges = host.call(Bridges::open);
    private final Firewall firewall = host.call(() -> Firewall.open("hako-1a2b3c4d"));
    private final List<AutoCloseable> belongings = new ArrayList<>();
    private final List<Process> servers = new ArrayList<>();

    Town() {
        bridgesAsk(false);
        String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + other.fd().number();
        host.sh(
                "ip link add up0 type veth peer name eth0 netns "
                        + path
                        + " && echo 0 > /proc/sys/net/ipv6/conf/up0/accept_dad"
                        + " && ip addr add 192.0.2.1/24 dev up0"
                        + " && ip addr add fd00:2::1/64 dev up0 nodad && ip link set up0 up");
        Machine.sh(
                other,
                "echo 0 > /proc/sys/net/ipv6/conf/eth0/accept_dad && ip addr add 192.0.2.2/24 dev eth0 && ip addr add fd00:2::2/64 dev eth0 nodad"
                        + " && ip link set eth0 up && ip route add 10.0.0.0/8 via 192.0.2.1");
    }

    /// Does something with the host's packet filter.
    void firewall(Consumer<Firewall> action) {
        host.run(() -> action.accept(firewall));
    }

    /// Sets whether what passes from port to port of a bridge is shown to the packet filter.
    ///
    /// @return whether this kernel can
    boolean bridgesAsk(boolean yes) {
        return Machine.succeeds(
                host.namespace(),
                "cd /proc/sys/net/bridge && for f in iptables ip6tables; do echo "
                        + (yes ? 1 : 0)
                        + " > bridge-nf-call-$f || exit 1; done");
    }

    /// A bridge and its place in the packet filter.
    BridgeSpec network(BridgeSpec spec) {
        host.run(() -> {
            bridges.ensure(spec);
            firewall.add(spec);
        });
        return spec;
    }

    static BridgeSpec spec(String name, String... gateways) {
        List<InterfaceAddress> all = Stream.of(gateways).map(InterfaceAddress::parse).toList();
        return new BridgeSpec(name, all, 1500, false, true, true);
    }

    /// A box whose addresses end in a number.
    NetworkNamespace box(BridgeSpec network, int number) {
        NetworkNamespace box = NetworkNamespace.create();
        belongings.add(box);
        List<InterfaceAddress> addresses = new ArrayList<>();
        List<InetAddress> gateways = new ArrayList<>();
        for (InterfaceAddress gateway : network.gateways()) {
            String text = gateway.toString().replaceAll("1/", number + "/");
            addresses.add(InterfaceAddress.parse(text));
            gateways.add(gateway.address());
        }
        Endpoint endpoint =
                new Endpoint(
                        "eth0",
                        network.interfaceName() + "." + number,
                        Optional.empty(),
                        addresses,
                        network.internal() ? List.of() : gateways,
                        1500);
        host.run(() -> bridges.attach(box, network, endpoint));
        return box;
    }

    /// Starts a server of a name.
    void serve(NetworkNamespace where, String name, int port) {
        Process server =
                Machine.begin(where, "exec python3 -c \"$SERVER\" " + name + " " + port, SERVER);
        servers.add(server);
        Await.until("a server", PATIENCE, () -> server.getInputStream().available() >= 5);
    }

    /// What a server answers by TCP; empty if nobody does.
    static String ask(NetworkNamespace from, String address, int port) {
        return output(from, "nc -w 1 " + address + " " + port + " </dev/null");
    }

    /// What a server answers by TCP, in the end: neighbours that have just been switched on may
    /// take a second to find each other by IPv6.
    static String reach(NetworkNamespace from, String address, int port) {
        AtomicReference<String> answer = new AtomicReference<>("");
        Await.until(
                "an answer from " + address,
                PATIENCE,
                () -> {
                    answer.set(ask(from, address, port));
                    return !answer.get().isEmpty();
                });
        return answer.get();
    }

    /// What a server answers by UDP; empty if nobody does.
    static String askUdp(NetworkNamespace from, String address, int port) {
        return output(from, "echo hello | nc -u -w 1 " + address + " " + port);
    }

    private static String output(NetworkNamespace from, String command) {
        try {
            Process process = Machine.begin(from, command + " 2>/dev/null", "");
            byte[] bytes = process.getInputStream().readAllBytes();
            process.waitFor();
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static InetAddress inet(String text) {
        return Addresses.parse(text);
    }

    @Override
    public void close() {
        servers.forEach(Process::destroyForcibly);
        for (AutoCloseable one : belongings) {
            try {
                one.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        firewall.close();
        bridges.close();
        other.close();
        host.close();
    }
}
