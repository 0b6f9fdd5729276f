package dev.hako.app.daemon;

import dev.hako.app.command.CommandRunner;
import dev.hako.failure.Failure;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.ThisProcess;
import dev.hako.kernel.UnixSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves clients until there is a reason to leave.
public final class Daemon {
    /// Why an engine leaves.
    public enum Reason {
        /// It was told to.
        ASKED,
        /// A client of another build came.
        STALE,
        /// Nobody needed it for long.
        IDLE
    }

    /// How long commands may go on once the engine leaves.
    private static final Duration GRACE = Duration.ofSeconds(10);

    /// How often an engine looks whether it is needed.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private final Seat seat;
    private final CommandRunner runner;
    private final byte[] buildId;
    private final IdleRule idle;
    private final EventLoop loop;
    private final Attendance attendance = new Attendance();
    private final CompletableFuture<Reason> reason = new CompletableFuture<>();

    /// @param seat closed when the daemon leaves
    /// @param loop accepts connections and watches clients; stays its owner's
    public Daemon(Seat seat, CommandRunner runner, byte[] buildId, IdleRule idle, EventLoop loop) {
        this.seat = seat;
        this.runner = runner;
        this.buildId = buildId.clone();
        this.idle = idle;
        this.loop = loop;
    }

    /// Makes [#serve] return; may be called from any thread, more than once.
    public void leave() {
        reason.complete(Reason.ASKED);
    }

    /// Serves until there is a reason to leave, and then until those who are being served have
    /// finished.
    ///
    /// @param ready called once clients are let in
    public Reason serve(Runnable ready) throws InterruptedException {
        try (Door door = new Door(seat.socket(), ThisProcess.uid(), loop, this::welcome)) {
            ready.run();
            Reason why = awaitReason();
            LOG.info("leaving: {}", why);
            removeSocket();
            door.shut(this::turnAway);
        } finally {
            seat.close();
        }
        attendance.interruptWaiting();
        if (!attendance.awaitEmpty(GRACE)) {
            attendance.interruptAll();
            attendance.awaitEmpty(GRACE);
        }
        return reason.join();
    }

    /// Nobody finds the socket any more; those who have found it are answered after this.
    private void removeSocket() {
        try {
            Files.deleteIfExists(seat.path());
        } catch (IOException e) {
            LOG.warn("cannot remove the socket \"{}\": {}", seat.path(), e.getMessage());
        }
    }

    private Reason awaitReason() throws InterruptedException {
        boolean rested = false;
        while (true) {
            try {
                return reason.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException nothingHappened) {
                Duration quiet = attendance.quiet();
                boolean resting = isLong(quiet) && isLong(idle.quiet().get());
                if (isIdle(quiet)) {
                    reason.complete(Reason.IDLE);
                } else if (resting && !rested) {
                    idle.pastime().run();
                }
                rested = resting;
            } catch (ExecutionException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    private static boolean isLong(Duration quiet) {
        return quiet.compareTo(LOOK.multipliedBy(3)) > 0;
    }

    private boolean isIdle(Duration quiet) {
        return idle.limit().isPositive()
                && quiet.compareTo(idle.limit()) >= 0
                && !idle.needed().getAsBoolean();
    }

    private void welcome(UnixSocket connection) {
        Thread thread = Thread.ofVirtual().name("client").unstarted(() -> converse(connection));
        if (attendance.enter(thread)) {
            thread.start();
        } else {
            LOG.warn("refused a client: too many are being served");
            connection.close();
        }
    }

    private void converse(UnixSocket connection) {
        try {
            if (!new Conversation(connection, loop).serve(runner, buildId, attendance::serve)) {
                reason.complete(Reason.STALE);
            }
        } catch (Failure e) {
            LOG.warn("a client was disconnected: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a conversation failed", e);
        } finally {
            attendance.leave();
        }
    }

    private void turnAway(UnixSocket connection) {
        try (connection) {
            new Conversation(connection, loop).tellStale();
        } catch (KernelException e) {
            LOG.debug("a client left before it was turned away", e);
        }
    }
}
