package dev.hako.bench.scenario;

import static dev.hako.compare.figure.Unit.TIME;

import dev.hako.bench.figure.Line;
import dev.hako.bench.figure.Target;
import dev.hako.bench.subject.Dnsmasq;
import dev.hako.compare.figure.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// How long a box waits for the address of another one, and of a name of the world: from before the
/// question is sent until the answer is there, asked one after the other from another process.
final class NamesOfBoxes implements Scenario {
    private static final double LIMIT_MICROS = 200;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final int PATIENCE_MILLIS = 1_000;
    private static final int ATTEMPTS = 50;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final int NAMES = 200;
    private static final int HEADER_BYTES = 12;
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Override
    public String name() {
        return "dns";
    }

    @Override
    public String title() {
        return "the address of a name, as a box hears it from its network's server";
    }

    @Override
    public List<Line> measure(Setting setting) {
        int world = freePort();
        Dnsmasq peer =
                Dnsmasq.start(world)
                        .orElseThrow(() -> new IllegalStateException("there is no dnsmasq"));
        setting.scratch().onClose(peer::close);
        try (peer) {
            Process hako = serve(setting, world);
            try (Asker ours = new Asker(port(hako));
                    Asker theirs = new Asker(world)) {
                return List.of(
                        line("a box's name", setting, ours, theirs, "box%d"),
                        forwarded(setting, ours, theirs));
            } finally {
                hako.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (DatagramSocket free = new DatagramSocket(0, LOOPBACK)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process serve(Setting setting, int world) throws IOException {
        List<String> command = new ArrayList<>(setting.engineJava());
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        command.add(NamesLoop.class.getName());
        command.add(Integer.toString(world));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        setting.scratch().onClose(process::destroyForcibly);
        return process;
    }

    private static int port(Process hako) throws IOException {
        BufferedReader out = hako.inputReader(StandardCharsets.US_ASCII);
        String line = out.readLine();
        if (line == null) {
            throw new IllegalStateException("the name server does not start");
        }
        return Integer.parseInt(line);
    }

    private static Line line(
            String what, Setting setting, Asker ours, Asker theirs, String pattern) {
        int warmUps = setting.rounds(10_000, 3_000);
        double[] hako = new double[setting.rounds(5_000, 1_000)];
        double[] peer = new double[hako.length];
        for (int i = -warmUps; i < hako.length; i++) {
            String name = pattern.formatted(Math.floorMod(i, NAMES) + 1);
            double our = ours.micros(name);
            double their = theirs.micros(name);
            if (i >= 0) {
                hako[i] = our;
                peer[i] = their;
            }
        }
        return Line.compared(
                what,
                TIME,
                Samples.of(hako),
                "dnsmasq",
                Samples.of(peer),
                new Target.AtMost(LIMIT_MICROS));
    }

    /// Against dnsmasq itself, which Hako's server asks here: so with a hop more.
    private static Line forwarded(Setting setting, Asker ours, Asker theirs) {
        Line line = line("a name of the world", setting, ours, theirs, "box%d.example");
        return new Line(line.what(), line.unit(), line.outcome(), Target.none());
    }

    /// Asks a server for addresses.
    private static final class Asker implements AutoCloseable {
        private final DatagramSocket socket;
        private final DatagramPacket answer = new DatagramPacket(new byte[512], 512);
        private int id;

        Asker(int port) throws IOException {
            socket = new DatagramSocket(0, LOOPBACK);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(LOOPBACK, port);
        }

        double micros(String name) {
            byte[] question = question(++id, name);
            for (int i = 0; i < ATTEMPTS; i++) {
                try {
                    long start = System.nanoTime();
                    socket.send(new DatagramPacket(question, question.length));
                    answer.setLength(512);
                    socket.receive(answer);
                    double micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
                    check(name);
                    return micros;
                } catch (SocketTimeoutException | PortUnreachableException notYet) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            throw new IllegalStateException("nobody answers on port " + socket.getPort());
        }

        private void check(String name) {
            ByteBuffer message = ByteBuffer.wrap(answer.getData(), 0, answer.getLength());
            if (message.getShort(0) != (short) id || message.getShort(6) != 1) {
                throw new IllegalStateException("no address of " + name);
            }
        }

        private static byte[] question(int id, String name) {
            ByteBuffer message = ByteBuffer.allocate(HEADER_BYTES + name.length() + 6);
            message.putShort((short) id).putShort((short) 0x0100).putShort((short) 1);
            message.position(HEADER_BYTES);
            for (String label : name.split("\\.", -1)) {
                message.put((byte) label.length());
                message.put(label.getBytes(StandardCharsets.US_ASCII));
            }
            return message.put((byte) 0).putShort((short) 1).putShort((short) 1).array();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
