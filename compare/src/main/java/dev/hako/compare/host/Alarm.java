package dev.hako.compare.host;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Does something at a time, unless it is closed before, and then interrupts who has set it: for
/// work that hangs, whatever it hangs in.
public final class Alarm implements AutoCloseable {
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("alarm").factory());
    private final Future<?> rings;

    private Alarm(Duration after, Runnable act, Thread setter) {
        this.rings =
                thread.schedule(
                        () -> {
                            try {
                                act.run();
                            } finally {
                                setter.interrupt();
                            }
                        },
                        after.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /// One for the calling thread.
    public static Alarm after(Duration delay, Runnable act) {
        return new Alarm(delay, act, Thread.currentThread());
    }

    /// It does not ring any more; if it is about to, that is waited for. The calling thread is not
    /// interrupted by it afterwards.
    @Override
    public void close() {
        rings.cancel(false);
        var _ = Thread.interrupted();
        thread.close();
        var _ = Thread.interrupted();
    }
}
