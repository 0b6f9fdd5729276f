package dev.hako.network.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A server that answers each datagram with what its script says, and keeps what it was asked.
final class Scripted implements AutoCloseable {
    private final DatagramSocket socket;
    private final Function<byte[], List<byte[]>> script;
    private final List<byte[]> asked = new CopyOnWriteArrayList<>();

    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

    private Scripted(Function<byte[], List<byte[]>> script) throws IOException {
        this.socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        this.script = script;
        Thread.ofVirtual().start(this::serve);
    }

    static Scripted start(Function<byte[], List<byte[]>> script) throws IOException {
        return new Scripted(script);
    }

    /// One that never says anything.
    static Scripted silent() throws IOException {
        return start(_ -> List.of());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    List<byte[]> asked() {
        return asked;
    }

    /// The ports that it was asked from.
    Set<Integer> ports() {
        return ports;
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        try {
            while (true) {
                packet.setLength(4096);
                socket.receive(packet);
                byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
                ports.add(packet.getPort());
                asked.add(question);
                for (byte[] answer : script.apply(question)) {
                    socket.send(
                            new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            socket.close();
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
