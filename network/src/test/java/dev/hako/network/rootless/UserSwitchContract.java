package dev.hako.network.rootless;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.kernel.Namespace;
import dev.hako.kernel.ThisProcess;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.bridge.BridgeSpec;
import dev.hako.network.bridge.Endpoint;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.network.port.PortForward;
import dev.hako.network.port.TransportProtocol;
import dev.hako.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An ordinary user's networks, on the host that [UserNetworkingIT] makes.
final class UserSwitchContract {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final BridgeSpec RED = SwitchRun.network("red", "10.89.0.1/24");
    private static final BridgeSpec BLUE = SwitchRun.network("blue", "10.89.1.1/24");

    @TempDir Path folder;

    private final UserNetworking pasta = new Pasta(Path.of("/usr/bin", Pasta.NAME));
    private Path mount;
    private Path marks;

    @BeforeEach
    void prepare() throws IOException {
        mount = folder.resolve("switch");
        marks = Files.createDirectories(folder.resolve("marks"));
    }

    @AfterEach
    void nothingIsLeft() {
        UserNetworking.uplinks(marks).forEach(Uplink::close);
        UserSwitch.remove(mount);
    }

    /// A box with a wire and an uplink of its own.
    private NetworkNamespace box(
            UserSwitch users, BridgeSpec network, String address, PortForward... ports) {
        NetworkNamespace box = NetworkNamespace.create();
        String wire = "v" + address.substring(address.lastIndexOf('.') + 1);
        Connecting connecting =
                pasta.connect(box.fd(), UplinkRequest.of(marks.resolve(wire), ports));
        users.attach(
                box,
                network,
                new Endpoint(
                        "eth1",
                        wire + network.interfaceName(),
                        Optional.empty(),
                        List.of(InterfaceAddress.parse(address + "/24")),
                        List.of(),
                        1500));
        connecting.await();
        return box;
    }

    private static Process in(NetworkNamespace box, String... command) throws IOException {
        String namespace = "/proc/" + ThisProcess.pid() + "/fd/" + box.fd().number();
        return new ProcessBuilder(
                        Stream.concat(
                                        Stream.of("nsenter", "--net=" + namespace),
                                        Stream.of(command))
                                .toList())
                .redirectErrorStream(true)
                .start();
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    private static String get(NetworkNamespace box, String url) throws IOException {
        return said(in(box, "curl", "-sS", "-m", "3", url));
    }

    @Test
    void joinsBoxesOfANetworkThatReachTheWorldToo() throws IOException {
        Files.writeString(folder.resolve("page"), "hello");
        var port =
                UserNetworkingContract.forward(
                        TransportProtocol.TCP,
                        Optional.of(Addresses.parse("127.0.0.1")),
                        18080,
                        80);
        try (UserSwitch users = UserSwitch.open(mount)) {
            users.ensure(RED);
            users.ensure(BLUE);
            try (NetworkNamespace web = box(users, RED, "10.89.0.2", port);
                    NetworkNamespace client = box(users, RED, "10.89.0.3");
                    NetworkNamespace stranger = box(users, BLUE, "10.89.1.4")) {
                Process server =
                        in(web, "python3", "-m", "http.server", "80", "-d", folder.toString());
                try {
                    Await.until(
                            "the box's server",
                            DEADLINE,
                            () -> get(client, "http://10.89.0.2/page").equals("hello"));
                    assertThat(get(stranger, "http://10.89.0.2/page")).startsWith("curl: (");
                    assertThat(get(client, "http://198.51.100.1/")).startsWith("world ");
                    assertThat(get(stranger, "http://198.51.100.1/")).startsWith("world ");
                    Process host =
                            new ProcessBuilder("curl", "-sS", "http://127.0.0.1:18080/page")
                                    .start();
                    assertThat(said(host)).isEqualTo("hello");
                    users.detach("v2red");
                    assertThat(get(client, "http://10.89.0.2/page")).startsWith("curl: (");
                } finally {
                    server.destroyForcibly();
                }
            }
        }
    }

    @Test
    void outlivesItsEngine() throws Exception {
        Process engine =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SwitchRun.class.getName(),
                                mount.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(engine.inputReader().readLine()).isEqualTo("made");
        engine.destroyForcibly().waitFor();
        try (UserSwitch users = UserSwitch.open(mount)) {
            assertThat(users.networks()).containsExactly("red");
            users.remove("red");
            users.remove("red");
            assertThat(users.networks()).isEmpty();
        }
    }

    @Test
    void isMadeAgainAfterItsEnd() throws IOException {
        Files.createFile(mount);
        try (UserSwitch first = UserSwitch.open(mount);
                UserSwitch same = UserSwitch.open(mount)) {
            assertThat(Namespace.same(first.namespace().fd(), same.namespace().fd())).isTrue();
            UserSwitch.remove(mount);
            UserSwitch.remove(mount);
            try (UserSwitch other = UserSwitch.open(mount)) {
                assertThat(Namespace.same(first.namespace().fd(), other.namespace().fd()))
                        .isFalse();
            }
        }
    }

    @Test
    void hasNothingOutside() {
        BridgeSpec outward = new BridgeSpec("red", RED.gateways(), 1500, false, true, true);
        try (UserSwitch users = UserSwitch.open(mount)) {
            assertThatThrownBy(() -> users.ensure(outward)).hasMessage("red would lead nowhere");
        }
    }
}
