package dev.hako.engine;

import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// What is done to several containers at once, each by a thread of its own.
///
/// @param verb what is done, for failures
/// @param whole what the containers are of
record Together(String verb, String whole) {
    /// Does it to all, whatever becomes of any.
    ///
    /// @throws Failure the first of all that went wrong
    void each(List<Container> members, Consumer<Container> action) {
        List<Failure> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> answers = new ArrayList<>();
            members.forEach(member -> answers.add(threads.submit(() -> action.accept(member))));
            for (Future<?> answer : answers) {
                await(answer).ifPresent(failures::add);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private Optional<Failure> await(Future<?> answer) {
        try {
            answer.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(
                    e.getCause() instanceof Failure failure
                            ? failure
                            : Failure.internal("a fault in hako itself: " + e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(
                    Failure.Kind.CANCELLED, "interrupted while it was to " + verb + " " + whole, e);
        }
    }
}
