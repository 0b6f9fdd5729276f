package dev.hako.app.command;

import dev.hako.app.caller.Output;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Does the same to several containers at once, and reports on each in the order it was named.
final class EachContainer {
    private final Each<Container> each;

    EachContainer(Engine engine, Output output) {
        this.each = new Each<>(engine::container, output, _ -> 1);
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
