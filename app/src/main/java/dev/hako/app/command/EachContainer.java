package dev.hako.app.command;

import dev.hako.app.caller.Output;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/// Does the same to several containers at once, and reports on each in the order it was named.
final class EachContainer {
    private final Engine engine;
    private final Output output;
    private final boolean missingFails;

    EachContainer(Engine engine, Output output) {
        this(engine, output, true);
    }

    private EachContainer(Engine engine, Output output, boolean missingFails) {
        this.engine = engine;
        this.output = output;
        this.missingFails = missingFails;
    }

    /// The same, but a container that does not exist is reported only.
    EachContainer missingIsFine() {
        return new EachContainer(engine, output, false);
    }

    /// Prints what `verb` answers for each container, or what it failed of.
    ///
    /// @param references ids, beginnings of ids, or names
    /// @return exit code 1 if one failed
    Outcome print(List<String> references, Function<Container, String> verb)
            throws InterruptedException {
        return print(references, (_, container) -> verb.apply(container));
    }

    /// Does `verb` to each container and prints its name as the user gave it.
    Outcome echo(List<String> references, Consumer<Container> verb) throws InterruptedException {
        return print(
                references,
                (reference, container) -> {
                    verb.accept(container);
                    return reference;
                });
    }

    private interface Verb {
        String apply(String reference, Container container);
    }

    private Outcome print(List<String> references, Verb verb) throws InterruptedException {
        boolean failed = false;
        // Closing the executor interrupts nothing: an interrupted command has cancelled its tasks.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (String reference : references) {
                Callable<String> task = () -> verb.apply(reference, engine.container(reference));
                answers.add(threads.submit(task));
            }
            for (Future<String> answer : answers) {
                failed |= !report(answer, answers);
            }
        }
        return new Outcome.Exit(failed ? 1 : 0);
    }

    private boolean report(Future<String> answer, List<Future<String>> all)
            throws InterruptedException {
        try {
            output.println(answer.get());
            return true;
        } catch (InterruptedException e) {
            all.forEach(other -> other.cancel(true));
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                output.complain(failure);
                return !missingFails && failure.kind() == Failure.Kind.NOT_FOUND;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
