package dev.hako.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for what happens in another thread or process: with a deadline, never for a fixed time.
public final class Await {
    private static final long FIRST_PAUSE_NANOS = 100_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;

    private Await() {}

    /// Returns as soon as `condition` answers true, asking more and more rarely (0.1 to 20 ms).
    ///
    /// @param what completes the sentence "waited for …" of the error
    /// @throws AssertionError once `deadline` has passed, or if the condition throws
    public static void until(String what, Duration deadline, Callable<Boolean> condition) {
        long end = System.nanoTime() + deadline.toNanos();
        long pause = FIRST_PAUSE_NANOS;
        while (!holds(what, condition)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "waited for " + what + " more than " + deadline.toMillis() + " ms");
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    private static boolean holds(String what, Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            throw new AssertionError("cannot wait for " + what, e);
        }
    }
}
