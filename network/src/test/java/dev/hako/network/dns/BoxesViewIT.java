package dev.hako.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.Namespace;
import dev.hako.network.address.Addresses;
import dev.hako.network.names.AddedHost;
import dev.hako.network.names.HostsFile;
import dev.hako.network.names.ResolvConf;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What programs of a C library see in a network namespace of their own, with the files that boxes
/// get and a server behind the gateway's address whose thread is in another namespace.
@NeedsRoot
@NeedsProgram({"ip", "unshare", "getent"})
class BoxesViewIT {
    private static final InetAddress GATEWAY = Addresses.parse("172.18.0.1");
    private static final int PORT = 53;

    @TempDir Path folder;

    @Test
    void getentFindsBoxesByNameAndByAddress() throws IOException {
        Scripted outside = Scripted.silent();
        try (outside;
                NameServer server =
                        NameServer.open(
                                new Town(),
                                Town.upstream(outside.address()),
                                EgressPolicy.ALLOW_ALL)) {
            write("resolv.conf", ResolvConf.EMPTY.servedBy(List.of(GATEWAY)).text());
            write(
                    "hosts",
                    HostsFile.of(
                                    new HostsFile.Self(
                                            "web", List.of(), Town.addresses("172.18.0.2")),
                                    List.of(AddedHost.parse("up:host-gateway")),
                                    List.of(GATEWAY),
                                    true)
                            .text());
            String seen = inOwnNetwork(server);
            assertThat(seen)
                    .containsPattern("172\\.18\\.0\\.3 +db\n")
                    .containsPattern("172\\.18\\.0\\.2 +web\n")
                    .containsPattern("172\\.18\\.0\\.1 +up\n")
                    .containsPattern("fd00:1::2 +STREAM web\\.?")
                    .containsPattern("fd00:1::2 +web\\.town\n")
                    .endsWith("no wbe\n");
            assertThat(outside.asked()).isEmpty();
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private String inOwnNetwork(NameServer server) {
        Executor ownThread = task -> Thread.ofPlatform().start(task);
        return CompletableFuture.supplyAsync(() -> look(server), ownThread).join();
    }

    /// Programs start in the namespace of the thread that starts them, and sockets are of it.
    private String look(NameServer server) {
        Namespace.unshare(Namespace.NETWORK.cloneFlag());
        Dig.run(List.of("ip", "link", "set", "lo", "up"));
        Dig.run(List.of("ip", "address", "add", "172.18.0.1/24", "dev", "lo"));
        try (Listener _ = server.listen(Town.ZONE, new NameSockets(datagrams(), streams()))) {
            String look =
                    """
                    mount --bind resolv.conf /etc/resolv.conf
                    mount --bind hosts /etc/hosts
                    getent ahostsv4 db; getent hosts db; getent hosts up; getent ahostsv4 web
                    getent --no-addrconfig ahostsv6 web.; getent hosts fd00:1::2; getent hosts 172.18.0.2
                    getent hosts wbe || echo no wbe
                    """;
            return Dig.run(List.of("unshare", "--mount", "sh", "-c", "cd " + folder + "\n" + look));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static DatagramChannel datagrams() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET)
                .bind(new InetSocketAddress(GATEWAY, PORT));
    }

    private static ServerSocketChannel streams() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.INET)
                .bind(new InetSocketAddress(GATEWAY, PORT));
    }
}
