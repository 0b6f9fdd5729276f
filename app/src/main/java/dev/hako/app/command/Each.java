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
import java.util.function.ToIntFunction;

/// Does the same to several things at once, and reports on each in the order it was named.
///
/// @param <T> containers or pods
final class Each<T> {
    private final Function<String, T> finder;
    private final Output output;
    private final ToIntFunction<Failure> exitCodes;

    /// @param finder finds one by what the user calls it
    /// @param exitCodes the exit code for a failure; the highest counts
    Each(Function<String, T> finder, Output output, ToIntFunction<Failure> exitCodes) {
        this.finder = finder;
        this.output = output;
        this.exitCodes = exitCodes;
    }

    /// For containers, of which one that fails makes the exit code 1.
    static Each<Container> containers(Engine engine, Output output) {
        return containers(engine, output, _ -> 1);
    }

    static Each<Container> containers(
            Engine engine, Output output, ToIntFunction<Failure> exitCodes) {
        return new Each<>(engine::container, output, exitCodes);
    }

    /// Prints what `verb` answers for each, or what it failed of.
    ///
    /// @param references ids, beginnings of ids, or names
    Outcome print(List<String> references, Function<T, String> verb) throws InterruptedException {
        return print(references, (_, one) -> verb.apply(one));
    }

    /// Does `verb` to each and prints its name as the user gave it.
    Outcome echo(List<String> references, Consumer<T> verb) throws InterruptedException {
        return print(
                references,
                (reference, one) -> {
                    verb.accept(one);
                    return reference;
                });
    }

    private interface Verb<T> {
        String apply(String reference, T one);
    }

    private Outcome print(List<String> references, Verb<T> verb) throws InterruptedException {
        int exitCode = 0;
        // Closing the executor interrupts nothing: an interrupted command has cancelled its tasks.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (String reference : references) {
                Callable<String> task = () -> verb.apply(reference, finder.apply(reference));
                answers.add(threads.submit(task));
            }
            for (Future<String> answer : answers) {
                exitCode = Math.max(exitCode, report(answer, answers));
            }
        }
        return new Outcome.Exit(exitCode);
    }

    private int report(Future<String> answer, List<Future<String>> all)
            throws InterruptedException {
        try {
            output.println(answer.get());
            return 0;
        } catch (InterruptedException e) {
            all.forEach(other -> other.cancel(true));
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                output.complain(failure);
                return exitCodes.applyAsInt(failure);
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
