package dev.hako.door.streaming.session;

import dev.hako.door.streaming.transport.ClientStream;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of a client to a port of a pod. Each direction has an end of its own.
final class Forwarding {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
    private static final int CHUNK = 16 << 10;

    private final Backend backend;
    private final String pod;
    private final int port;
    private final ClientStream data;
    private final ClientStream error;
    private volatile boolean givenUp;

    Forwarding(Backend backend, String pod, int port, ClientStream data, ClientStream error) {
        this.backend = backend;
        this.pod = pod;
        this.port = port;
        this.data = data;
        this.error = error;
    }

    /// Tells both channels of a WebSocket their port first, in two bytes.
    void announceAndRun() {
        byte[] number = {(byte) port, (byte) (port >> 8)};
        try {
            data.output().write(number);
            error.output().write(number);
        } catch (IOException e) {
            return;
        }
        run();
    }

    void run() {
        error.input().close();
        try (SocketChannel target = backend.dial(pod, port)) {
            Thread up = Thread.ofVirtual().start(() -> sendUp(target));
            sendDown(target);
            data.output().close();
            error.output().close();
            up.join();
        } catch (Failure | IOException e) {
            if (!givenUp) {
                complain(String.valueOf(e.getMessage()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a connection to port {} of pod {} has failed", port, pod, e);
            complain("an internal fault; hint: see the engine's log");
        } finally {
            data.input().close();
            data.output().close();
            error.output().close();
        }
    }

    private void complain(String why) {
        String text = "cannot forward to port " + port + " of pod \"" + pod + "\": " + why;
        try {
            error.output().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            LOG.debug("a client has left before it was told: {}", text);
        }
    }

    private void sendDown(SocketChannel target) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        while (target.read(buffer) >= 0) {
            data.output().write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }

    /// A client that ends its stream ends one direction; one that gives it up ends both.
    private void sendUp(SocketChannel target) {
        byte[] bytes = new byte[CHUNK];
        try {
            for (int count = data.input().read(bytes);
                    count >= 0;
                    count = data.input().read(bytes)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
                while (buffer.hasRemaining()) {
                    target.write(buffer);
                }
            }
            target.shutdownOutput();
        } catch (IOException e) {
            givenUp = true;
            close(target);
        }
    }

    private static void close(SocketChannel target) {
        try {
            target.close();
        } catch (IOException e) {
            LOG.debug("cannot close a connection", e);
        }
    }
}
