package dev.hako.image.transfer;

import dev.hako.failure.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Does the same to several layers, four at a time. The first failure ends all.
final class SideBySide {
    private static final int AT_ONCE = 4;
    private static final int GRACE_SECONDS = 30;

    private SideBySide() {}

    static <T> void each(List<T> things, Step<T> step) throws IOException {
        ExecutorService threads =
                Executors.newFixedThreadPool(
                        AT_ONCE, Thread.ofPlatform().daemon().name("layer-", 0).factory());
        try {
            CompletionService<Void> steps = new ExecutorCompletionService<>(threads);
            List<Future<Void>> begun = new ArrayList<>();
            for (T thing : things) {
                begun.add(steps.submit(call(thing, step)));
            }
            for (Future<Void> _ : begun) {
                steps.take().get();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.CANCELLED, "interrupted");
        } catch (ExecutionException e) {
            throw cause(e);
        } finally {
            end(threads);
        }
    }

    /// What one does to each.
    interface Step<T> {
        void run(T thing) throws IOException;
    }

    private static <T> Callable<Void> call(T thing, Step<T> step) {
        return () -> {
            step.run(thing);
            return null;
        };
    }

    private static RuntimeException cause(ExecutionException e) throws IOException {
        switch (e.getCause()) {
            case IOException io -> throw io;
            case RuntimeException other -> throw other;
            case null, default -> throw new IllegalStateException(e.getCause());
        }
    }

    /// Interrupts what still runs, and waits a while for it to give its locks up.
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        try {
            boolean _ = threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
