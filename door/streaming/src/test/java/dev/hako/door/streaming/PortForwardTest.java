package dev.hako.door.streaming;

import static dev.hako.door.streaming.SpdyClient.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortForwardTest {
    private static final String PROTOCOL = "portforward.k8s.io";

    private final Served served = new Served();
    private ServerSocket target;

    /// Says what it hears in capitals, and goodbye when it has heard all.
    @BeforeEach
    void listen() throws IOException {
        target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(() -> {
                    while (!target.isClosed()) {
                        try {
                            Socket client = target.accept();
                            Thread.ofVirtual().start(() -> serve(client));
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
    }

    private static void serve(Socket client) {
        try (client) {
            byte[] bytes = new byte[4096];
            for (int count = client.getInputStream().read(bytes);
                    count >= 0;
                    count = client.getInputStream().read(bytes)) {
                String heard = new String(bytes, 0, count, StandardCharsets.UTF_8);
                client.getOutputStream()
                        .write(heard.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            }
            client.getOutputStream().write("bye".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        target.close();
        served.close();
    }

    private int[] pair(SpdyClient client, String request, int port) {
        String number = Integer.toString(port);
        int error = client.stream("streamtype", "error", "port", number, "requestid", request);
        client.end(error);
        int data = client.stream("streamtype", "data", "port", number, "requestid", request);
        return new int[] {error, data};
    }

    @Test
    void carriesConnectionsBesideEachOtherAndTheirHalves() throws Exception {
        try (SpdyClient client = SpdyClient.open(served.forward("pod"), PROTOCOL)) {
            assertThat(client.answer().protocol()).contains(PROTOCOL);
            int[] first = pair(client, "0", target.getLocalPort());
            int[] second = pair(client, "1", target.getLocalPort());
            client.send(second[1], "two");
            client.send(first[1], "one");
            Await.until("an answer", PATIENCE, () -> client.text(first[1]).equals("ONE"));
            client.end(first[1]);
            assertThat(client.whole(first[1])).isEqualTo("ONEbye");
            assertThat(client.whole(first[0])).isEmpty();
            client.end(second[1]);
            assertThat(client.whole(second[1])).isEqualTo("TWObye");
        }
    }

    @Test
    void pairsStreamsWithoutNumbersOfRequests() throws Exception {
        String port = Integer.toString(target.getLocalPort());
        try (SpdyClient client = SpdyClient.open(served.forward("pod"), PROTOCOL)) {
            client.answer();
            client.stream("streamtype", "error", "port", port);
            int data = client.stream("streamtype", "data", "port", port);
            client.send(data, "old");
            client.end(data);
            assertThat(client.whole(data)).isEqualTo("OLDbye");
        }
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        try (SpdyClient client = SpdyClient.open(served.forward("pod"), PROTOCOL)) {
            client.answer();
            int[] pair = pair(client, "0", closed);
            assertThat(client.whole(pair[0]))
                    .isEqualTo(
                            "cannot forward to port "
                                    + closed
                                    + " of pod \"pod\": Connection refused");
            assertThat(client.whole(pair[1])).isEmpty();
            int[] next = pair(client, "1", target.getLocalPort());
            client.end(next[1]);
            assertThat(client.whole(next[1])).isEqualTo("bye");
        }
    }

    @Test
    void givesUpWhatTheClientGivesUp() throws Exception {
        try (SpdyClient client = SpdyClient.open(served.forward("pod"), PROTOCOL)) {
            client.answer();
            int[] pair = pair(client, "0", target.getLocalPort());
            client.send(pair[1], "some");
            Await.until("an answer", PATIENCE, () -> client.text(pair[1]).equals("SOME"));
            client.reset(pair[1]);
            assertThat(client.whole(pair[0])).isEmpty();
        }
    }

    @Test
    void refusesWhatIsNoPort() throws Exception {
        try (SpdyClient client = SpdyClient.open(served.forward("pod"), PROTOCOL)) {
            client.answer();
            for (String port : new String[] {"0", "65536", "-1", "http", ""}) {
                int id = client.stream("streamtype", "data", "port", port, "requestid", "0");
                Await.until("the refusal of " + port, PATIENCE, () -> client.isRefused(id));
            }
        }
    }

    @Test
    void servesMoreConnectionsThanItAllowsAtOnce() throws Exception {
        try (SpdyClient client = SpdyClient.open(served.forward("pod"), PROTOCOL)) {
            client.answer();
            for (int i = 0; i < 700; i++) {
                int[] pair = pair(client, Integer.toString(i), target.getLocalPort());
                client.end(pair[1]);
                assertThat(client.whole(pair[1])).isEqualTo("bye");
            }
        }
    }
}
