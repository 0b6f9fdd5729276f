package dev.hako.engine.files;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Runs work that blocks for long, or that changes its thread's namespaces, where it is in nobody's
/// way.
public final class OwnThread {
    private OwnThread() {}

    /// Work that may fail as reading and writing do.
    public interface Work<T> {
        /// Does it.
        T run() throws IOException;
    }

    /// Runs work on a platform thread of its own and waits for it. An interrupt is passed on to the
    /// work, which is waited for nevertheless: it may hold what others want.
    public static <T> T run(String name, Work<T> work) throws InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().name(name).start(() -> complete(result, work));
        try {
            return result(result);
        } catch (InterruptedException e) {
            thread.interrupt();
            thread.join();
            throw e;
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Work<T> work) {
        try {
            result.complete(work.run());
        } catch (IOException | RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private static <T> T result(CompletableFuture<T> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failed -> throw failed;
                case Error fault -> throw fault;
                case null, default ->
                        throw Failure.of(
                                Failure.Kind.UNAVAILABLE,
                                String.valueOf(
                                        e.getCause() == null ? e : e.getCause().getMessage()),
                                e);
            }
        }
    }
}
