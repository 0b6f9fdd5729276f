package dev.hako.network.address;

import dev.hako.failure.Failure;
import dev.hako.kernel.AbstractLock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Lets one engine at a time choose addresses on a host, that is in one network namespace: each has
/// its own root and knows nothing of the others' networks before their bridges are there.
///
/// Any program of the host can take it, which a deadline turns into a message.
public final class ChoiceLock implements AutoCloseable {
    private static final String NAME = "dev.hako.network.choice";
    private static final long PAUSE_NANOS = 2_000_000;

    private final AbstractLock lock;

    private ChoiceLock(AbstractLock lock) {
        this.lock = lock;
    }

    /// Waits for it.
    ///
    /// @throws Failure `UNAVAILABLE` if others do not let go of it in time
    public static ChoiceLock take(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<AbstractLock> lock = AbstractLock.take(NAME);
            if (lock.isPresent()) {
                return new ChoiceLock(lock.get());
            }
            if (System.nanoTime() - deadline > 0) {
                throw Failure.of(
                                Failure.Kind.UNAVAILABLE,
                                "another program has been choosing addresses for "
                                        + timeout.toSeconds()
                                        + " s")
                        .hint("see who has @" + NAME + ": ss -xap");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
