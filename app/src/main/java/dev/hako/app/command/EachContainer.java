package dev.hako.app.command;

import dev.hako.app.caller.Output;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Does the same to several containers at once, and reports on each in the order it was named.
final class EachContainer {
    private final Each<Container> each;

    EachContainer(Engine engine, Output output) {
        this(engine, output, _ -> 1);
    }

    /// @param exitCodes the exit code for a failure; the highest counts
    EachContainer(Engine engine, Output output, ToIntFunction<Failure> exitCodes) {
        this.each = new Each<>(engine::container, output, exitCodes);
    }

    /// See [Each#print].
    Outcome print(List<String> references, Function<Container, String> verb)
            throws InterruptedException {
        return each.print(references, verb);
    }

    /// See [Each#echo].
    Outcome echo(List<String> references, Consumer<Container> verb) throws InterruptedException {
        return each.echo(references, verb);
    }
}
