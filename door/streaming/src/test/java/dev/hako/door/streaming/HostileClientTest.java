package dev.hako.door.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostileClientTest {
    private final Served served = new Served();

    @AfterEach
    void stop() {
        served.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(served.server.address());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(readToEnd(socket.getInputStream()), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] readToEnd(InputStream from) throws IOException {
        try {
            return from.readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    private static String upgrade(String path) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
                + "X-Stream-Protocol-Version: v4.channel.k8s.io\r\n\r\n";
    }

    @Test
    void whoHasNoTokenGetsNothing() throws IOException {
        for (String path : new String[] {"/", "/exec", "/exec/", "/exec/guess", "//", "*"}) {
            assertThat(ask(upgrade(path))).startsWith("HTTP/1.1 404").contains("no such session");
        }
    }

    @Test
    void aTokenIsForOneKindOfCallAndForOneUse() throws IOException {
        URI url = served.exec(Served.OUTPUT, "true");
        assertThat(ask(upgrade(url.getPath().replace("exec", "attach")))).contains("404");
        assertThat(ask(upgrade(url.getPath()))).contains("404");
    }

    @Test
    void aRequestWithoutAnUpgradeIsRefused() throws IOException {
        URI url = served.exec(Served.OUTPUT, "true");
        assertThat(ask("GET " + url.getPath() + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void longLinesAndHeadersAndBodiesEndTheConnection() throws IOException {
        assertThat(ask("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n")).doesNotContain("101");
        assertThat(ask("GET / HTTP/1.1\r\nA: " + "a".repeat(100_000) + "\r\n\r\n"))
                .doesNotContain("101");
        assertThat(ask("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"))
                .doesNotContain("101");
    }

    @Test
    void whoSaysNothingIsCutOff() throws IOException {
        var impatient = Served.patience(Duration.ofMillis(200), Duration.ofHours(1));
        try (Served quick = new Served(impatient);
                Socket socket = new Socket()) {
            socket.connect(quick.server.address());
            socket.setSoTimeout(20_000);
            assertThat(readToEnd(socket.getInputStream())).isEmpty();
        }
    }

    /// Random bytes after the upgrade, most of them beginning as frames do.
    @Test
    void noiseInsteadOfFramesHarmsNobodyElse() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            URI url = served.exec(Served.OUTPUT, "true");
            try (Socket socket = connect()) {
                socket.getOutputStream()
                        .write(upgrade(url.getPath()).getBytes(StandardCharsets.ISO_8859_1));
                byte[] noise = new byte[random.nextInt(4096)];
                random.nextBytes(noise);
                if (noise.length > 8 && random.nextBoolean()) {
                    noise[0] = (byte) 0x80;
                    noise[1] = 3;
                    noise[2] = 0;
                    noise[3] = (byte) random.nextInt(10);
                }
                socket.getOutputStream().write(noise);
                socket.shutdownOutput();
                readToEnd(socket.getInputStream());
            } catch (SocketException cutOff) {
                // What is to be expected by a client like this.
            }
        }
        URI url = served.exec(Served.OUTPUT, "echo", "fine");
        try (SpdyClient client = SpdyClient.open(url, "v4.channel.k8s.io")) {
            client.answer();
            client.typed("error");
            int out = client.typed("stdout");
            client.typed("stderr");
            assertThat(client.whole(out)).isEqualTo("fine\n");
        }
    }

    @Test
    void refusesAnAddressThatNoClientCouldConnectTo() {
        InetAddress any = new InetSocketAddress(0).getAddress();
        assertThatThrownBy(() -> StreamingSettings.on(new InetSocketAddress(any, 0)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("hint: name one of the machine's addresses");
    }

    @Test
    void saysThatAnAddressIsTaken() {
        var taken = StreamingSettings.on(served.server.address());
        assertThatThrownBy(() -> StreamingServer.start(taken, served.programs))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot serve streams on");
    }
}
