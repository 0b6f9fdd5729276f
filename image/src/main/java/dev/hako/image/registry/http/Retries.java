package dev.hako.image.registry.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often a call is made that may work later, and how long is waited in between: twice as long
/// each time, less a random part, so that many clients do not come back at once.
///
/// @param tries the first one included
/// @param longest the longest time that a server may ask to wait
/// @param random for the random part
/// @param waiting what waits
public record Retries(
        int tries, Duration first, Duration longest, RandomGenerator random, Waiting waiting) {

    /// What a user expects who sits before a terminal.
    public static Retries patient() {
        return new Retries(
                5,
                Duration.ofMillis(500),
                Duration.ofMinutes(1),
                RandomGenerator.getDefault(),
                Thread::sleep);
    }

    /// Lets time pass.
    @FunctionalInterface
    public interface Waiting {
        /// Returns after this time.
        void pause(Duration time) throws InterruptedException;
    }

    /// How long to wait after this try.
    ///
    /// @param done how many tries there have been
    Duration pause(int done) {
        long most = first.toNanos() << Math.min(done - 1, 20);
        long bounded = Math.min(most, longest.toNanos());
        return Duration.ofNanos(bounded / 2 + random.nextLong(bounded / 2 + 1));
    }
}
