package dev.hako.engine.delivery;

import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.UnixDatagram;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Messages to a local datagram socket, as journald and most syslogs have one.
final class DatagramTransport implements Transport {
    private static final long PAUSE_MILLIS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(DatagramTransport.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final UnixDatagram socket;

    private DatagramTransport(UnixDatagram socket) {
        this.socket = socket;
    }

    static DatagramTransport to(Path socket) throws IOException {
        try {
            return new DatagramTransport(UnixDatagram.connect(NativePath.of(socket.toString())));
        } catch (KernelException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// A receiver that is behind is given time; what it can never take is passed over.
    @Override
    public void send(byte[] message) throws IOException {
        Instant start = Instant.now();
        try {
            while (!socket.trySend(message)) {
                if (Duration.between(start, Instant.now()).compareTo(PATIENCE) > 0) {
                    throw new IOException("it takes no messages");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (KernelException e) {
            if (!e.is(Errno.EMSGSIZE)) {
                throw new IOException(e.getMessage(), e);
            }
            LOG.warn("a line with its fields is too long to be delivered");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
