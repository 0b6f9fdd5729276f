package dev.hako.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// Passes connections on to a server on this machine, and stops answering after so many bytes,
/// until it is told to go on.
final class StallingProxy implements AutoCloseable {
    private static final int BUFFER = 1 << 13;

    private final ServerSocket listening;
    private final int port;
    private final long limit;
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicLong passed = new AtomicLong();

    /// @param server `127.0.0.1:PORT`
    /// @param limit bytes of answers that are passed on before it stalls
    StallingProxy(String server, long limit) throws IOException {
        this.listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        this.port = Integer.parseInt(server.substring(server.indexOf(':') + 1));
        this.limit = limit;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    String host() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /// The bytes of answers that were passed on until now.
    long passedBytes() {
        return passed.get();
    }

    void goOn() {
        released.countDown();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                Thread.ofPlatform().daemon().start(() -> pass(client, server, false));
                Thread.ofPlatform().daemon().start(() -> pass(server, client, true));
            }
        } catch (IOException e) {
            if (!listening.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void pass(Socket from, Socket to, boolean counted) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                if (counted && passed.addAndGet(count) > limit) {
                    released.await();
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // One of the two has gone, which is what the test is about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        released.countDown();
        listening.close();
    }
}
