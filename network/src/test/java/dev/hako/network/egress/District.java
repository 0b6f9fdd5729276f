package dev.hako.network.egress;

import dev.hako.kernel.netfilter.PacketLog;
import dev.hako.network.Machine;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.bridge.BridgeSpec;
import dev.hako.network.bridge.Bridges;
import dev.hako.network.bridge.Endpoint;
import dev.hako.network.egress.PolicedBox.Wire;
import dev.hako.network.firewall.Firewall;
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
import java.util.function.Consumer;

/// A host with a bridge and boxes on it, and the world behind it: another machine with the
/// addresses 203.0.113.2, 203.0.113.3 and 2001:db8::2.
final class District implements AutoCloseable {
    static final BridgeSpec NETWORK =
            new BridgeSpec(
                    "one0",
                    List.of(
                            InterfaceAddress.parse("10.9.0.1/24"),
                            InterfaceAddress.parse("fd00:9::1/64")),
                    1500,
                    false,
                    true,
                    true);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int GROUP = 77;

    /// Answers by TCP and UDP with a word, at every port that it is given.
    private static final String SERVER =
            """
            import select, socket, sys
            tcp, udp = [], []
            for port in map(int, sys.argv[1:]):
                tcp.append(socket.create_server(('::', port), family=socket.AF_INET6, dualstack_ipv6=True))
                u = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
                u.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                u.bind(('::', port))
                udp.append(u)
            print('ready', flush=True)
            while True:
                for s in select.select(tcp + udp, [], [])[0]:
                    if s in tcp:
                        c, _ = s.accept()
                        c.sendall(b'hello\\n')
                        c.close()
                    else:
                        _, a = s.recvfrom(99)
                        s.sendto(b'hello\\n', a)
            """;

    /// Tells how a connection fails: `hello`, `ECONNREFUSED` or `timeout`.
    private static final String CLIENT =
            """
            import errno, socket, sys
            kind, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
            family = socket.AF_INET6 if ':' in address else socket.AF_INET
            s = socket.socket(family, socket.SOCK_STREAM if kind == 'tcp' else socket.SOCK_DGRAM)
            s.settimeout(float(sys.argv[4]))
            try:
                s.connect((address, port))
                if kind == 'udp':
                    s.send(b'hi')
                print(s.recv(99).decode().strip())
            except TimeoutError:
                print('timeout')
            except OSError as e:
                print(errno.errorcode.get(e.errno, e.errno))
            """;

    final Machine host = Machine.start();
    final NetworkNamespace world = NetworkNamespace.create();
    final PacketLog log = host.call(() -> PacketLog.listen(GROUP).orElseThrow());
    private final Bridges bridges = host.call(Bridges::open);
    private final Firewall firewall = host.call(() -> Firewall.open("hako-1a2b3c4d"));
    private final List<NetworkNamespace> boxes = new ArrayList<>();
    private final List<Process> servers = new ArrayList<>();
    EgressFilter filter =
            host.call(() -> EgressFilter.open("hako-1a2b3c4d-egress", Optional.of(log)));

    District() {
        this(false);
    }

    /// @param bridgesAsk whether what passes from port to port of a bridge is shown to the packet
    ///   filter of IP, if this kernel can
    District(boolean bridgesAsk) {
        Machine.succeeds(
                host.namespace(),
                "cd /proc/sys/net/bridge && for f in iptables ip6tables; do echo "
                        + (bridgesAsk ? 1 : 0)
                        + " > bridge-nf-call-$f; done");
        String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + world.fd().number();
        host.sh(
                "ip link add up0 type veth peer name eth0 netns "
                        + path
                        + " && echo 0 > /proc/sys/net/ipv6/conf/up0/accept_dad"
                        + " && ip addr add 203.0.113.1/24 dev up0"
                        + " && ip addr add 2001:db8::1/64 dev up0 nodad && ip link set up0 up");
        Machine.sh(
                world,
                "echo 0 > /proc/sys/net/ipv6/conf/eth0/accept_dad"
                        + " && ip addr add 203.0.113.2/24 dev eth0"
                        + " && ip addr add 203.0.113.3/24 dev eth0"
                        + " && ip addr add 2001:db8::2/64 dev eth0 nodad && ip link set eth0 up"
                        + " && ip -6 route add fd00:9::/64 via 2001:db8::1"
                        + " && ip route add 10.9.0.0/24 via 203.0.113.1");
        host.run(() -> {
            bridges.ensure(NETWORK);
            firewall.add(NETWORK);
        });
    }

    /// Opens another filter, as the engine does that follows one which was killed.
    void succeed() {
        filter.close();
        filter = host.call(() -> EgressFilter.open("hako-1a2b3c4d-egress", Optional.of(log)));
    }

    /// Has the filter work as on kernels that have no tables of one's own.
    void share() {
        filter.close();
        filter = host.call(() -> EgressFilter.openShared("hako-1a2b3c4d-egress", Optional.of(log)));
    }

    void filter(Consumer<EgressFilter> action) {
        host.run(() -> action.accept(filter));
    }

    /// A box whose addresses end in a number.
    NetworkNamespace box(int number) {
        NetworkNamespace box = NetworkNamespace.create();
        boxes.add(box);
        List<InterfaceAddress> addresses = new ArrayList<>();
        List<InetAddress> gateways = new ArrayList<>();
        for (InterfaceAddress gateway : NETWORK.gateways()) {
            addresses.add(
                    InterfaceAddress.parse(gateway.toString().replaceAll("1/", number + "/")));
            gateways.add(gateway.address());
        }
        Endpoint endpoint =
                new Endpoint("eth0", "one0." + number, Optional.empty(), addresses, gateways, 1500);
        host.run(() -> bridges.attach(box, NETWORK, endpoint));
        return box;
    }

    /// What the filter knows of the box of a number.
    static PolicedBox policed(int number, String... ranges) {
        InetAddress ipv4 = Addresses.parse("10.9.0." + number);
        Wire wire =
                new Wire(
                        "one0." + number,
                        "one0",
                        NETWORK.hardwareAddress(),
                        HardwareAddress.of(ipv4),
                        List.of(ipv4, Addresses.parse("fd00:9::" + number)),
                        NETWORK.gateways().stream().map(InterfaceAddress::address).toList());
        List<EgressRule.Range> rules = new ArrayList<>();
        for (String range : ranges) {
            rules.add((EgressRule.Range) EgressRule.parse(range));
        }
        return new PolicedBox("b" + number, List.of(wire), rules);
    }

    static Pin pin(String address, int seconds) {
        return new Pin(Addresses.parse(address), Optional.empty(), Duration.ofSeconds(seconds));
    }

    static Pin pin(String address, String port, int seconds) {
        return new Pin(
                Addresses.parse(address),
                Optional.of(ServicePort.parse(port)),
                Duration.ofSeconds(seconds));
    }

    /// Starts a server at ports.
    void serve(NetworkNamespace where, int... ports) {
        StringBuilder command = new StringBuilder("exec python3 -c \"$SERVER\"");
        for (int port : ports) {
            command.append(' ').append(port);
        }
        Process server = Machine.begin(where, command.toString(), SERVER);
        servers.add(server);
        Await.until("a server", PATIENCE, () -> server.getInputStream().available() >= 5);
    }

    /// What comes of a connection: `hello`, or how it failed.
    static String tcp(NetworkNamespace from, String address, int port) {
        return ask(from, "tcp " + address + " " + port + " 5");
    }

    /// What comes of a datagram, likewise.
    static String udp(NetworkNamespace from, String address, int port) {
        return ask(from, "udp " + address + " " + port + " 5");
    }

    /// Whether nothing at all comes back within a second.
    static boolean isDead(NetworkNamespace from, String address, int port) {
        return ask(from, "tcp " + address + " " + port + " 1").equals("timeout");
    }

    /// All that a process prints to its end.
    static String output(Process process) {
        try {
            byte[] bytes = process.getInputStream().readAllBytes();
            process.waitFor();
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String ask(NetworkNamespace from, String arguments) {
        return output(Machine.begin(from, "exec python3 -c \"$SERVER\" " + arguments, CLIENT));
    }

    @Override
    public void close() {
        servers.forEach(Process::destroyForcibly);
        boxes.forEach(NetworkNamespace::close);
        filter.close();
        firewall.close();
        bridges.close();
        log.close();
        world.close();
        host.close();
    }
}
