package dev.hako.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.network.address.Subnet;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Askers that mean no good, and the others beside them.
@NeedsProgram("dig")
class HostileAskersIT {
    private static final int A_MOMENT_MILLIS = 300;

    private Scripted outside;
    private NameServer server;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws IOException {
        outside = Scripted.silent();
        Upstream slow =
                () ->
                        new Upstream.Servers(
                                List.of(outside.address()), Duration.ofSeconds(20), 1, false);
        server = NameServer.open(new Town(), slow, EgressPolicy.ALLOW_ALL);
        address = server.listen(Town.ZONE, InetAddress.ofLiteral("127.0.0.1"), 0).address();
    }

    @AfterEach
    void stop() {
        assertThat(Dig.values(address, "web")).as("for others").containsExactly("172.18.0.2");
        server.close();
        outside.close();
    }

    private static byte[] question(int id, String name) {
        ByteBuffer message = ByteBuffer.allocate(512);
        message.putShort((short) id).putShort((short) Header.RD).putShort((short) 1);
        message.position(Header.BYTES);
        new Question(DnsName.of(name), RecordType.A, RecordType.IN).write(message);
        byte[] bytes = new byte[message.position()];
        message.get(0, bytes);
        return bytes;
    }

    private void send(DatagramSocket socket, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, address));
    }

    /// All answers until none has come for a moment.
    private static List<byte[]> answers(DatagramSocket socket) throws IOException {
        List<byte[]> answers = new ArrayList<>();
        socket.setSoTimeout(A_MOMENT_MILLIS);
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
                socket.receive(packet);
                answers.add(Arrays.copyOf(packet.getData(), packet.getLength()));
            }
        } catch (SocketTimeoutException silence) {
            return answers;
        }
    }

    @Test
    void anAskerHasSoManyQuestionsOnTheWayAndLeavesRoomForOthers() throws IOException {
        try (DatagramSocket flood = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
                DatagramSocket other = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.9"))) {
            for (int i = 0; i < Forwarder.MOST_EACH + 10; i++) {
                send(flood, question(i, "n" + i + ".example"));
            }
            assertThat(answers(flood))
                    .hasSize(10)
                    .allMatch(answer -> (answer[3] & 0xf) == Rcode.SERVFAIL.number());
            send(other, question(1, "other.example"));
            Await.until(
                    "the other's question",
                    Duration.ofSeconds(5),
                    () -> outside.asked().size() == Forwarder.MOST_EACH + 1);
        }
    }

    @Test
    void aQuestionThatIsRepeatedIsOnTheWayOnce() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            for (int i = 0; i < 5; i++) {
                send(socket, question(7, "again.example"));
            }
            assertThat(answers(socket)).isEmpty();
            assertThat(outside.asked()).hasSize(1);
        }
    }

    @Test
    void numbersAndPortsOutsideCannotBeGuessed() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            for (int i = 0; i < 32; i++) {
                send(socket, question(1, "n" + i + ".example"));
            }
            Await.until("all", Duration.ofSeconds(5), () -> outside.asked().size() == 32);
        }
        Set<Integer> ids = new HashSet<>();
        outside.asked().forEach(q -> ids.add((int) ByteBuffer.wrap(q).getShort()));
        assertThat(ids).hasSizeGreaterThan(28);
        assertThat(outside.ports()).hasSize(32);
    }

    @Test
    void nobodyOfAnotherNetworkIsAnswered() throws IOException {
        Zone elsewhere = new Zone("elsewhere", List.of(Subnet.parse("10.0.0.0/8")));
        try (Listener listener = server.listen(elsewhere, InetAddress.ofLiteral("127.0.0.1"), 0);
                DatagramSocket socket = new DatagramSocket();
                Socket stream = new Socket()) {
            byte[] question = question(1, "web");
            socket.send(new DatagramPacket(question, question.length, listener.address()));
            assertThat(answers(socket)).isEmpty();
            stream.connect(listener.address());
            assertThat(stream.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void rubbishIsNotAnsweredOrSaidToBeRubbish() throws IOException {
        byte[] endless = question(1, "web");
        endless[Header.BYTES] = (byte) 0xc0;
        endless[Header.BYTES + 1] = Header.BYTES;
        byte[] two = question(2, "web");
        two[5] = 2;
        byte[] answer = question(3, "web");
        answer[2] |= (byte) 0x80;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            for (byte[] rubbish :
                    List.of(new byte[0], new byte[11], new byte[4096], endless, two, answer)) {
                send(socket, rubbish);
            }
            assertThat(answers(socket))
                    .hasSize(3)
                    .allMatch(a -> a.length == Header.BYTES && (a[3] & 0xf) == 1);
        }
    }

    @Test
    void questionsOfAConnectionAreAnsweredWithoutWaitingForEachOther() throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            ByteBuffer all = ByteBuffer.allocate(1 << 16);
            frame(all, question(1, "slow.example"));
            for (int id = 2; id <= 40; id++) {
                frame(all, question(id, id % 2 == 0 ? "web" : "db"));
            }
            socket.getOutputStream().write(all.array(), 0, all.position());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int id = 2; id <= 40; id++) {
                byte[] answer = new byte[in.readUnsignedShort()];
                in.readFully(answer);
                assertThat(ByteBuffer.wrap(answer).getShort()).isEqualTo((short) id);
                assertThat(answer[answer.length - 1]).isEqualTo((byte) (id % 2 == 0 ? 2 : 3));
            }
        }
    }

    private static void frame(ByteBuffer all, byte[] question) {
        all.putShort((short) question.length).put(question);
    }

    @Test
    void whoSaysHisLengthWrongIsSentAway() throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff, 1, 2, 3});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whoHasSaidAllHearsTheAnswerYet() throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            ByteBuffer all = ByteBuffer.allocate(512);
            frame(all, question(1, "web"));
            socket.getOutputStream().write(all.array(), 0, all.position());
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).hasSizeGreaterThan(30);
        }
    }

    @Test
    void connectionsAreCountedAndEndWhenNothingComesOfThem() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket(address.getAddress(), address.getPort());
                socket.getOutputStream().write(new byte[] {0, 20, 1});
                sockets.add(socket);
            }
            try (Socket ninth = new Socket(address.getAddress(), address.getPort())) {
                assertThat(ninth.getInputStream().read()).isEqualTo(-1);
            }
            long start = System.nanoTime();
            for (Socket socket : sockets) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(5), StreamClient.PATIENCE.plusSeconds(5));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
