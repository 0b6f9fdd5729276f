package dev.hako.door.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.door.streaming.session.TerminalSize;
import dev.hako.testing.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketTest {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int ERROR = 3;
    private static final int RESIZE = 4;

    private final Served served = new Served();

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void aClientEndsItsInputAndReadsOn() throws Exception {
        URI url = served.exec(Served.ALL, "sh", "-c", "cat; echo rest; echo told >&2; exit 7");
        try (ChannelClient client = ChannelClient.open(url, "v5.channel.k8s.io")) {
            assertThat(client.protocol()).isEqualTo("v5.channel.k8s.io");
            client.send(STDIN, "words ");
            client.endInput(STDIN);
            assertThat(client.closed()).isEqualTo(1000);
            assertThat(client.text(STDOUT)).isEqualTo("words rest\n");
            assertThat(client.text(STDERR)).isEqualTo("told\n");
            assertThat(client.text(ERROR)).contains("\"message\":\"7\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v4.channel.k8s.io",
                "v3.channel.k8s.io",
                "v2.channel.k8s.io",
                "channel.k8s.io",
                ""
            })
    void speaksAllBinaryVersions(String version) throws Exception {
        URI url = served.exec(Served.ALL, "sh", "-c", "head -c 5; exit 4");
        try (ChannelClient client = ChannelClient.open(url, version)) {
            assertThat(client.protocol()).isEqualTo(version);
            client.send(STDIN, "12345");
            assertThat(client.closed()).isEqualTo(1000);
            assertThat(client.text(STDOUT)).isEqualTo("12345");
            assertThat(client.text(ERROR)).contains("4");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v4.base64.channel.k8s.io", "base64.channel.k8s.io"})
    void speaksBase64(String version) throws Exception {
        URI url = served.exec(Served.ALL, "head", "-c", "5");
        try (ChannelClient client = ChannelClient.open(url, version)) {
            client.sendText("0MTIzNDU=");
            assertThat(client.closed()).isEqualTo(1000);
            assertThat(client.texts()).contains("1MTIzNDU=");
        }
    }

    @Test
    void greetsInTheFirstChannelThatTheClientReads() throws Exception {
        URI url = served.exec(Served.OUTPUT, "sleep", "1000");
        try (ChannelClient client = ChannelClient.open(url, "v4.channel.k8s.io")) {
            Await.until("the greeting", SpdyClient.PATIENCE, () -> client.messages(STDOUT) == 1);
            assertThat(client.text(STDOUT)).isEmpty();
        }
    }

    @Test
    void passesSizesOfTheTerminalOn() throws Exception {
        URI url = served.exec(Served.TERMINAL, "cat");
        try (ChannelClient client = ChannelClient.open(url, "v5.channel.k8s.io")) {
            client.send(RESIZE, "{\"Width\":80,\"Height\":24}\n");
            assertThat(served.programs.sizes.poll(10, TimeUnit.SECONDS))
                    .isEqualTo(new TerminalSize(80, 24));
        }
    }

    @Test
    void carriesPortsInPairsOfChannels() throws Exception {
        try (var target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChannelClient client =
                        ChannelClient.open(
                                served.forward("pod", target.getLocalPort()),
                                "v4.channel.k8s.io")) {
            try (var accepted = target.accept()) {
                accepted.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
                Await.until("seven bytes", SpdyClient.PATIENCE, () -> client.bytes(0).length == 7);
                byte[] port = client.bytes(0);
                assertThat((port[0] & 0xff) | (port[1] & 0xff) << 8)
                        .isEqualTo(target.getLocalPort());
                client.send(0, "there");
                assertThat(accepted.getInputStream().readNBytes(5)).asString().isEqualTo("there");
            }
        }
    }

    @Test
    void carriesSpdyForPortsInATunnel() throws Exception {
        try (var target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TunnelClient client = TunnelClient.open(served.forward("pod"))) {
            client.pair(target.getLocalPort());
            try (var accepted = target.accept()) {
                accepted.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
                assertThat(client.data(5)).isEqualTo("hello");
                client.send("there");
                assertThat(accepted.getInputStream().readNBytes(5)).asString().isEqualTo("there");
            }
        }
    }

    @Test
    void refusesAProtocolThatItDoesNotSpeak() {
        URI url = served.exec(Served.OUTPUT, "true");
        assertThatThrownBy(() -> ChannelClient.open(url, "v9.channel.k8s.io"))
                .hasMessageContaining("403");
    }

    @Test
    void dropsWhatComesInChannelsThatAreNotThere() throws Exception {
        URI url = served.exec(Served.ALL, "head", "-c", "2");
        try (ChannelClient client = ChannelClient.open(url, "v5.channel.k8s.io")) {
            client.send(STDOUT, "no");
            client.send(9, "no");
            client.send(200, "no");
            client.endInput(77);
            client.send(STDIN, "ok");
            assertThat(client.closed()).isEqualTo(1000);
            assertThat(client.text(STDOUT)).isEqualTo("ok");
        }
    }

    @Test
    void cutsOffWhoSendsTooLargeAMessage() throws Exception {
        URI url = served.exec(Served.ALL, "cat");
        try (ChannelClient client = ChannelClient.open(url, "v4.channel.k8s.io")) {
            client.sendWhatItMayNotTake(new byte[2 << 20]);
            client.awaitLoss();
            assertThat(served.programs.started.take().waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
