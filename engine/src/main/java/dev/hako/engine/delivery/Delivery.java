package dev.hako.engine.delivery;

import dev.hako.engine.log.LogCursor;
import dev.hako.engine.log.LogEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands one container's log on, entry by entry, from where it has come before.
public final class Delivery implements AutoCloseable {
    private static final String PROGRESS = ".delivered";
    private static final long SHORTEST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 250;
    private static final long LONGEST_OUTAGE_PAUSE_MILLIS = 5000;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Path log;
    private final Receiver receiver;
    private final BooleanSupplier live;
    private final Pieces pieces = new Pieces();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable Transport transport;

    private Delivery(Path log, Receiver receiver, BooleanSupplier live) {
        this.log = log;
        this.receiver = receiver;
        this.live = live;
        this.thread = Thread.ofVirtual().name("hako-delivery").unstarted(this::run);
    }

    /// Delivers from now on until all has been taken that is written.
    ///
    /// @param log the file that is being written
    /// @param live whether more may come
    public static Delivery begin(Path log, Receiver receiver, BooleanSupplier live) {
        Delivery delivery = new Delivery(log, receiver, live);
        delivery.thread.start();
        return delivery;
    }

    private void run() {
        try (Progress progress = new Progress(log.resolveSibling(log.getFileName() + PROGRESS));
                LogCursor cursor = LogCursor.at(log, progress.read())) {
            long pause = SHORTEST_PAUSE_MILLIS;
            boolean more = true;
            while (more && !stopped(pause)) {
                more = live.getAsBoolean();
                pause = deliver(cursor, progress) ? SHORTEST_PAUSE_MILLIS : longer(pause);
            }
        } catch (IOException e) {
            LOG.warn("cannot deliver the log \"{}\": {}", log, e.toString());
        } finally {
            disconnect();
        }
    }

    private static long longer(long pause) {
        return Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }

    /// All there is already.
    ///
    /// @return whether there was anything
    private boolean deliver(LogCursor cursor, Progress progress) throws IOException {
        Optional<LogEntry> entry = cursor.next();
        boolean any = entry.isPresent();
        while (entry.isPresent() && handOver(entry.get())) {
            progress.write(cursor.position());
            entry = cursor.next();
        }
        return any;
    }

    /// Tries until the receiver has taken it.
    ///
    /// @return false if it is asked to stop before
    private boolean handOver(LogEntry entry) {
        byte[] message = receiver.message().of(entry, pieces.next(entry));
        long pause = SHORTEST_PAUSE_MILLIS;
        while (stop.getCount() > 0) {
            try {
                connection().send(message);
                return true;
            } catch (IOException e) {
                disconnect();
                if (pause == SHORTEST_PAUSE_MILLIS) {
                    LOG.warn("{} takes no output just now: {}", receiver.name(), e.getMessage());
                }
                pause = Math.min(2 * pause, LONGEST_OUTAGE_PAUSE_MILLIS);
                if (stopped(pause)) {
                    return false;
                }
            }
        }
        return false;
    }

    private Transport connection() throws IOException {
        Transport connected = transport;
        if (connected == null) {
            connected = receiver.connector().connect();
            transport = connected;
        }
        return connected;
    }

    private void disconnect() {
        Transport connected = transport;
        transport = null;
        if (connected != null) {
            try {
                connected.close();
            } catch (IOException e) {
                LOG.debug("cannot close a connection", e);
            }
        }
    }

    private boolean stopped(long pauseMillis) {
        try {
            return stop.await(pauseMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Waits for all that was written to be taken. Nothing more may come.
    ///
    /// @return false if it took too long
    public boolean awaitEnd(Duration patience) {
        try {
            return thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Ends it where it is: the next one goes on there.
    @Override
    public void close() {
        stop.countDown();
        if (!awaitEnd(PATIENCE)) {
            thread.interrupt();
            awaitEnd(PATIENCE);
        }
    }
}
