package dev.hako.engine;

import dev.hako.isolation.ExitStatus;
import java.util.concurrent.CompletableFuture;

/// Tells those who wait for a container's ends. Those who announce them are the container's, one at
/// a time.
final class Ends {
    private final CompletableFuture<ExitStatus> removed = new CompletableFuture<>();
    private volatile CompletableFuture<ExitStatus> next = new CompletableFuture<>();

    /// It has ended.
    ///
    /// @param forGood whether it has been removed, too
    void announce(ExitStatus exit, boolean forGood) {
        CompletableFuture<ExitStatus> announced = next;
        next = new CompletableFuture<>();
        announced.complete(exit);
        if (forGood) {
            removed.complete(exit);
        }
    }

    /// Completes the next time it ends.
    CompletableFuture<ExitStatus> next() {
        return next;
    }

    /// Completes when it has been removed, with how it last ended.
    CompletableFuture<ExitStatus> removed() {
        return removed;
    }
}
