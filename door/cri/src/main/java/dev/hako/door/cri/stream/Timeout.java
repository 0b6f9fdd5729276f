package dev.hako.door.cri.stream;

import dev.hako.door.cri.call.DeadlinePassed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A limit on the time something takes. Ending it before the time ends the limit.
final class Timeout implements AutoCloseable {
    private final Optional<Duration> time;
    private final Runnable action;
    private State state = State.RUNNING;

    private enum State {
        RUNNING,
        PASSED,
        OVER
    }

    private Timeout(Optional<Duration> time, Runnable action) {
        this.time = time;
        this.action = action;
    }

    /// @param action what is done when the time has passed
    static Timeout of(Optional<Duration> time, Runnable action) {
        Timeout timeout = new Timeout(time, action);
        time.ifPresent(limit -> {
            var later =
                    CompletableFuture.delayedExecutor(
                            limit.toNanos(),
                            TimeUnit.NANOSECONDS,
                            task -> Thread.ofVirtual().start(task));
            later.execute(timeout::pass);
        });
        return timeout;
    }

    private synchronized void pass() {
        if (state == State.RUNNING) {
            state = State.PASSED;
            action.run();
        }
    }

    /// @throws DeadlinePassed if it has taken too long
    synchronized void check() {
        if (state == State.PASSED) {
            throw new DeadlinePassed(
                    "the command has not ended within " + time.orElseThrow().toSeconds() + " s");
        }
    }

    @Override
    public synchronized void close() {
        state = State.OVER;
    }
}
