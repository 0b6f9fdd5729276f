package dev.hako.compare.contest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/// Several who work at once.
///
/// @param size how many
public record Crew(int size) {
    /// So many.
    public static Crew of(int size) {
        return new Crew(size);
    }

    /// Has each piece of a work done, and answers what came of them, in their order. When one
    /// fails, the others are done all the same.
    ///
    /// @param work is given the piece's number
    /// @throws IllegalStateException if one failed
    public <T> List<T> gather(int pieces, IntFunction<T> work) {
        List<Future<T>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(size)) {
            for (int i = 0; i < pieces; i++) {
                int piece = i;
                futures.add(threads.submit(() -> work.apply(piece)));
            }
        }
        return futures.stream().map(Crew::result).toList();
    }

    /// The same where nothing comes of it.
    public void each(int pieces, IntConsumer work) {
        List<Integer> done =
                gather(
                        pieces,
                        i -> {
                            work.accept(i);
                            return i;
                        });
        if (done.size() != pieces) {
            throw new IllegalStateException(done.size() + " pieces of " + pieces + " were done");
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
