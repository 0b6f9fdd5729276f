package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// `hako wait`
final class WaitCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                            "wait",
                            "CONTAINER [CONTAINER...]",
                            "Wait until containers end, and print their exit codes",
                            OptionSet.of(),
                            Order.INTERSPERSED,
                            Count.atLeast(1),
                            List.of(new Example("How did it end?", "hako wait job")))
                    .forContainers(Candidates.Known.LIVE_CONTAINERS);

    private final Engine engine;

    WaitCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        return new EachContainer(engine, invocation.output())
                .print(invocation.line().arguments(), WaitCommand::exitCode);
    }

    private static String exitCode(Container container) {
        try {
            return String.valueOf(container.ended().get().code());
        } catch (ExecutionException e) {
            throw Failure.internal("cannot wait for container \"" + container.name() + "\"", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.CANCELLED, "interrupted", e);
        }
    }
}
