package dev.hako.door.streaming;

import dev.hako.door.streaming.session.Call;
import dev.hako.door.streaming.session.StreamChoice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// A streaming server on a free port of the loopback interface, over [LocalPrograms].
final class Served implements AutoCloseable {
    static final StreamChoice ALL = new StreamChoice(true, true, true, false);
    static final StreamChoice TERMINAL = new StreamChoice(true, true, false, true);
    static final StreamChoice OUTPUT = new StreamChoice(false, true, true, false);

    final LocalPrograms programs = new LocalPrograms();
    final StreamingServer server;

    Served() {
        this(settings());
    }

    Served(StreamingSettings settings) {
        server = StreamingServer.start(settings, programs);
    }

    static StreamingSettings settings() {
        return StreamingSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    static StreamingSettings patience(Duration open, Duration idle) {
        return settings().patience(Duration.ofMinutes(1), open, idle);
    }

    URI exec(StreamChoice streams, String... command) {
        return server.prepare(new Call.Exec("box", List.of(command), streams));
    }

    URI forward(String pod, Integer... ports) {
        return server.prepare(new Call.PortForward(pod, List.of(ports)));
    }

    @Override
    public void close() {
        server.close();
    }
}
