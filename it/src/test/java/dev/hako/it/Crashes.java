package dev.hako.it;

import dev.hako.testing.Await;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// Kills the engine of an instance again and again, each time at another moment of its life.
final class Crashes {
    private static final Duration ENGINE_DEADLINE = Duration.ofSeconds(30);
    private static final int LONGEST_START = 250; // milliseconds
    private static final int LONGEST_WORK = 700;

    private final Hako hako;
    private final Traces traces;
    private final Random random;

    /// @param seed makes the same moments again, as far as the machine does
    Crashes(Hako hako, Traces traces, long seed) {
        this.hako = hako;
        this.traces = traces;
        this.random = new Random(seed);
    }

    /// Kills so many engines.
    void kill(int engines) {
        for (int killed = 0; killed < engines; killed++) {
            killOne();
        }
    }

    private void killOne() {
        ProcessHandle engine = awaitEngine();
        awaitMoment();
        engine.destroyForcibly();
        Await.until(
                "the engine's end",
                ENGINE_DEADLINE,
                () -> hako.engine().filter(engine::equals).isEmpty());
        traces.note();
    }

    private ProcessHandle awaitEngine() {
        var found = new ProcessHandle[1];
        Await.until(
                "an engine",
                ENGINE_DEADLINE,
                () -> {
                    Optional<ProcessHandle> engine = hako.engine();
                    engine.ifPresent(process -> found[0] = process);
                    return engine.isPresent();
                });
        return found[0];
    }

    /// One engine in four dies as it starts, the others while they work.
    private void awaitMoment() {
        boolean starting = random.nextInt(4) == 0;
        if (!starting) {
            hako.answer("version");
        }
        int millis = random.nextInt(starting ? LONGEST_START : LONGEST_WORK);
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
}
