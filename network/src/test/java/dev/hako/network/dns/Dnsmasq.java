package dev.hako.network.dns;

import dev.hako.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Debian's dnsmasq on the loopback device, as a server of the host's.
record Dnsmasq(InetSocketAddress address, Process process) implements AutoCloseable {
    /// Starts one that knows what `words` say, and nobody else to ask: it refuses the rest.
    static Dnsmasq start(InetSocketAddress address, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null"));
        command.addAll(List.of("--no-resolv", "--no-hosts", "--user=root", "--pid-file="));
        command.addAll(List.of("--bind-interfaces", "--port=" + address.getPort()));
        command.add("--listen-address=" + address.getAddress().getHostAddress());
        command.add("--edns-packet-max=4096");
        command.add("--host-record=ready.test,192.0.2.255");
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Dnsmasq server = new Dnsmasq(address, process);
        Await.until("dnsmasq", Duration.ofSeconds(20), server::isReady);
        return server;
    }

    private boolean isReady() {
        return Dig.ask(address, "ready.test", "+short", "+time=1").contains("192.0.2.255");
    }

    /// A place on the loopback device where nobody listens.
    static InetSocketAddress free(String address) throws IOException {
        try (var socket = new java.net.ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
            return new InetSocketAddress(address, socket.getLocalPort());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
