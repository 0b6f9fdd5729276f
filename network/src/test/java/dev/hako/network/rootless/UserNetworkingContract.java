package dev.hako.network.rootless;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Open;
import dev.hako.kernel.ProcessStatus;
import dev.hako.kernel.ThisProcess;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.network.port.PortForward;
import dev.hako.network.port.TransportProtocol;
import dev.hako.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every program must do for a box. It runs as an ordinary user's engine does, on a host that
/// [UserNetworkingIT] makes: `198.51.100.2` and `fd00:51::2`, beside a world at `198.51.100.1` and
/// `fd00:51::1` that answers by TCP (80) and UDP (7) and calls back when asked to.
abstract class UserNetworkingContract {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Optional<InetAddress> LOOPBACK = Optional.of(Addresses.parse("127.0.0.1"));
    private static final String ANSWER_UDP =
            """
            import socket, sys
            s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
            s.bind(("::", int(sys.argv[1])))
            print("ready", flush=True)
            while True:
                d, a = s.recvfrom(100)
                s.sendto(b"box " + d, a)
            """;
    private static final String ASK_UDP =
            """
            import socket, sys
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.settimeout(3)
            s.sendto(b"hello", (sys.argv[1], int(sys.argv[2])))
            print(s.recv(100).decode())
            """;
    private static final String ASK_NAME =
            """
            import socket, sys
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.settimeout(3)
            s.sendto(b"\\x12\\x34\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\1a\\4test\\0\\0\\1\\0\\1", (sys.argv[1], 53))
            print(socket.inet_ntoa(s.recv(500)[-4:]))
            """;

    @TempDir Path folder;

    private final NetworkNamespace box = NetworkNamespace.create();
    private final UserNetworking networking;
    private Path marks;

    UserNetworkingContract(UserNetworking networking) {
        this.networking = networking;
    }

    /// A port of the host, of IPv4 unless an address of the other family is named.
    static PortForward forward(
            TransportProtocol protocol, Optional<InetAddress> host, int port, int boxPort) {
        boolean ipv6 = host.filter(Inet6Address.class::isInstance).isPresent();
        InetAddress box = Addresses.parse(ipv6 ? "::" : "0.0.0.0");
        return new PortForward(protocol, host, port, box, boxPort);
    }

    @BeforeEach
    void prepare() throws IOException {
        marks = Files.createDirectories(folder.resolve("marks"));
    }

    @AfterEach
    void nothingIsLeft() {
        UserNetworking.uplinks(marks).forEach(Uplink::close);
        box.close();
    }

    private String name() {
        return networking.program().getFileName().toString();
    }

    private Uplink connect(PortForward... ports) {
        return networking.connect(box.fd(), request(ports)).await();
    }

    private UplinkRequest request(PortForward... ports) {
        return UplinkRequest.of(marks.resolve("web"), ports);
    }

    private Process inBox(String... command) throws IOException {
        String namespace = "/proc/" + ThisProcess.pid() + "/fd/" + box.fd().number();
        return start(
                Stream.concat(Stream.of("nsenter", "--net=" + namespace), Stream.of(command))
                        .toArray(String[]::new));
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    private static String get(String url) throws IOException {
        return said(start("curl", "-sS", "-m", "5", url));
    }

    private String getInBox(String url) throws IOException {
        return said(inBox("curl", "-sS", "-m", "5", url));
    }

    /// A server in the box that says `hello`, from when it does so.
    private Process serve(int port) throws IOException {
        Path pages = Files.createDirectories(folder.resolve("pages"));
        Files.writeString(pages.resolve("page"), "hello");
        Process server =
                inBox(
                        "python3",
                        "-m",
                        "http.server",
                        "" + port,
                        "-b",
                        "::",
                        "-d",
                        pages.toString());
        Await.until(
                "a server in the box",
                DEADLINE,
                () -> getInBox("http://127.0.0.1:" + port + "/page").equals("hello"));
        return server;
    }

    private Process serveUdp(int port) throws IOException {
        Process server = inBox("python3", "-c", ANSWER_UDP, "" + port);
        BufferedReader output = server.inputReader();
        assertThat(output.readLine()).isEqualTo("ready");
        return server;
    }

    @Test
    void saysItsVersion() {
        assertThat(networking.version()).containsIgnoringCase(name());
        assertThat(networking.program()).isExecutable();
    }

    @Test
    void reachesTheWorld() throws IOException {
        assertThat(getInBox("http://198.51.100.1/")).contains("Couldn't connect");
        connect();
        assertThat(getInBox("http://198.51.100.1/")).isEqualTo("world ::ffff:198.51.100.2");
        assertThat(said(inBox("python3", "-c", ASK_UDP, "198.51.100.1", "7")))
                .isEqualTo("echo hello");
    }

    @Test
    void reachesTheWorldByIpv6UnlessToldNotTo() throws IOException {
        assumeThat(networking.abilities().ipv6()).isTrue();
        try (var _ = connect()) {
            assertThat(getInBox("http://[fd00:51::1]/")).isEqualTo("world fd00:51::2");
        }
        networking.connect(box.fd(), request().withoutIpv6()).await();
        assertThat(said(inBox("ip", "-6", "route", "show", "default"))).isEmpty();
    }

    @Test
    void leadsPortsOfTheHostToTheBox() throws IOException {
        var local = forward(TransportProtocol.TCP, LOOPBACK, 18080, 80);
        var everywhere = forward(TransportProtocol.TCP, Optional.empty(), 18081, 80);
        var byIpv6 =
                new PortForward(
                        TransportProtocol.TCP, Optional.empty(), 18081, Addresses.parse("::"), 80);
        boolean ipv6 = networking.abilities().ipv6();
        connect(
                ipv6
                        ? new PortForward[] {local, everywhere, byIpv6}
                        : new PortForward[] {local, everywhere});
        Process server = serve(80);
        try {
            assertThat(get("http://127.0.0.1:18080/page")).isEqualTo("hello");
            assertThat(get("http://127.0.0.1:18081/page")).isEqualTo("hello");
            assertThat(get("http://198.51.100.1/call/18081/page")).isEqualTo("hello");
            assertThat(get("http://198.51.100.1/call/18080/page")).contains("refused");
            if (ipv6) {
                assertThat(get("http://[::1]:18081/page")).isEqualTo("hello");
            }
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void leadsUdpPortsOfTheHostToTheBox() throws IOException {
        connect(
                forward(TransportProtocol.UDP, Optional.empty(), 15353, 53),
                forward(TransportProtocol.UDP, Optional.empty(), 15354, 15354));
        Process translated = serveUdp(53);
        Process equal = serveUdp(15354);
        try {
            assertThat(get("http://198.51.100.1/udp/15353")).isEqualTo("box hello");
            assertThat(get("http://198.51.100.1/udp/15354")).isEqualTo("box hello");
            if (networking.abilities().loopbackUdp()) {
                assertThat(said(start("python3", "-c", ASK_UDP, "127.0.0.1", "15354")))
                        .isEqualTo("box hello");
            }
        } finally {
            translated.destroyForcibly();
            equal.destroyForcibly();
        }
    }

    @Test
    void keepsTheHostsLoopbackClosed() throws IOException {
        try (var host = new ServerSocket(19999, 1, Addresses.parse("127.0.0.1"))) {
            connect();
            String gateway = said(inBox("ip", "-4", "route", "show", "default")).split(" ", -1)[2];
            for (String address : List.of("127.0.0.1", gateway, "169.254.1.1", "198.51.100.2")) {
                String url = "http://" + address + ":" + host.getLocalPort() + "/";
                assertThat(said(inBox("curl", "-sS", "-m", "1", url))).startsWith("curl: (");
            }
        }
    }

    @Test
    void asksTheHostsNameServer() throws IOException {
        connect();
        String server = networking.nameServer(request()).getHostAddress();
        assertThat(said(inBox("python3", "-c", ASK_NAME, server))).isEqualTo("203.0.113.9");
        if (networking.abilities().nameServerChoice()) {
            UserNetworking.uplinks(marks).forEach(Uplink::close);
            UplinkRequest chosen = request().withNameServer(Addresses.parse("169.254.7.7"));
            networking.connect(box.fd(), chosen).await();
            assertThat(said(inBox("python3", "-c", ASK_NAME, "169.254.7.7")))
                    .isEqualTo("203.0.113.9");
        }
    }

    @Test
    void givesTheInterfaceItsSize() throws IOException {
        networking.connect(box.fd(), request().withMtu(1400)).await();
        assertThat(said(inBox("ip", "link", "show", "eth0"))).contains("mtu 1400");
    }

    @Test
    void givesTheInterfaceItsHardwareAddress() throws IOException {
        var own = Optional.of(HardwareAddress.parse("02:00:00:00:00:09"));
        networking.connect(box.fd(), request().withHardwareAddress(own)).await();
        assertThat(said(inBox("ip", "link", "show", "eth0"))).contains("02:00:00:00:00:09");
    }

    @Test
    void namesTheOwnerOfATakenPort() throws IOException {
        try (var taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> connect(forward(TransportProtocol.TCP, LOOPBACK, port, 80)))
                    .hasMessageMatching(
                            "cannot take port \"127\\.0\\.0\\.1:%d/tcp\": .+ \\(process %d\\) has it; hint: .*"
                                    .formatted(port, ThisProcess.pid()));
        }
        assertThat(UserNetworking.uplinks(marks)).isEmpty();
    }

    @Test
    void saysThatLowPortsAreForRoot() {
        assertThatThrownBy(() -> connect(forward(TransportProtocol.TCP, Optional.empty(), 80, 80)))
                .hasMessage(
                        "cannot take port \"0.0.0.0:80/tcp\": ports below 1024 are for root; hint:"
                                + " take a higher one, or let root run: sysctl"
                                + " net.ipv4.ip_unprivileged_port_start=80");
        var foreign = Optional.of(Addresses.parse("192.0.2.99"));
        assertThatThrownBy(() -> connect(forward(TransportProtocol.TCP, foreign, 18080, 80)))
                .hasMessageStartingWith(
                        "cannot take port \"192.0.2.99:18080/tcp\": the host has no address"
                                + " 192.0.2.99");
    }

    @Test
    void saysWhyItFailed() {
        try (Fd none = Open.open("/dev/null", Open.O_RDONLY)) {
            assertThatThrownBy(() -> networking.connect(none, request()).await())
                    .hasMessageStartingWith("cannot connect the container to the network: ")
                    .hasMessageContaining(name() + ": ");
        }
        assertThat(UserNetworking.uplinks(marks)).isEmpty();
    }

    @Test
    void isClosedForGood() throws IOException {
        var port = forward(TransportProtocol.TCP, LOOPBACK, 18080, 80);
        Uplink uplink = connect(port);
        assertThat(uplink.isAlive()).isTrue();
        assertThat(UserNetworking.uplinks(marks)).containsExactly(uplink);
        assertThat(ProcessStatus.find(uplink.process().pid()).orElseThrow().parent())
                .isNotEqualTo(ThisProcess.pid());
        uplink.close();
        uplink.close();
        assertThat(said(inBox("ip", "-o", "link"))).doesNotContain("eth0");
        HostPorts.require(List.of(port));
        assertThat(marks).isEmptyDirectory();
        Await.until("nothing left of the process", DEADLINE, () -> !uplink.isAlive());
    }

    private Process engine() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineRun.class.getName(),
                        networking.program().toString(),
                        "/proc/" + ThisProcess.pid() + "/fd/" + box.fd().number(),
                        marks.resolve("web").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void outlivesItsEngine() throws Exception {
        Process engine = engine();
        BufferedReader output = engine.inputReader();
        assertThat(output.readLine()).isEqualTo("begin");
        String[] written = String.valueOf(output.readLine()).split(" ", -1);
        engine.destroyForcibly().waitFor();

        Uplink uplink =
                Uplink.reconnect(
                                Integer.parseInt(written[0]),
                                Long.parseLong(written[1]),
                                marks.resolve("web"))
                        .orElseThrow();
        assertThat(UserNetworking.uplinks(marks)).containsExactly(uplink);
        assertThat(getInBox("http://198.51.100.1/")).isEqualTo("world ::ffff:198.51.100.2");
        uplink.close();
        assertThat(
                        Uplink.reconnect(
                                uplink.process().pid(),
                                uplink.process().startTime() + 1,
                                marks.resolve("web")))
                .isEmpty();
    }

    @Test
    void isFoundWheneverItsEngineWasKilled() throws Exception {
        for (int millis = 0; millis < 120; millis += 12) {
            Process engine = engine();
            assertThat(engine.inputReader().readLine()).isEqualTo("begin");
            LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
            engine.destroyForcibly().waitFor();
            Await.until(
                    "nothing left of the uplink",
                    DEADLINE,
                    () -> {
                        UserNetworking.uplinks(marks).forEach(Uplink::close);
                        return UserNetworking.uplinks(marks).isEmpty()
                                && !said(inBox("ip", "-o", "link")).contains("eth0");
                    });
        }
    }
}
