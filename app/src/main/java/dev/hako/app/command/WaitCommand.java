package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import dev.hako.isolation.ExitStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// `hako wait`
final class WaitCommand implements Command {
    private static final String NOT_RUNNING = "not-running";
    private static final String NEXT_EXIT = "next-exit";
    private static final String REMOVED = "removed";
    private static final Option<String> CONDITION =
            Option.of(
                            "--condition",
                            "CONDITION",
                            WaitCommand::condition,
                            "What to wait for: not-running, if not given; next-exit; or removed")
                    .offering(NOT_RUNNING, NEXT_EXIT, REMOVED);
    static final CommandForm FORM =
            new CommandForm(
                            "wait",
                            "CONTAINER [CONTAINER...]",
                            "Wait until containers end, and print their exit codes",
                            OptionSet.of(CONDITION),
                            Order.INTERSPERSED,
                            Count.atLeast(1),
                            List.of(
                                    new Example("How did it end?", "hako wait job"),
                                    new Example(
                                            "Wait until its name is free again",
                                            "hako wait --condition removed job")))
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
        String condition = invocation.line().value(CONDITION).orElse(NOT_RUNNING);
        return new EachContainer(engine, invocation.output())
                .print(invocation.line().arguments(), container -> exitCode(container, condition));
    }

    private static String condition(String word) {
        if (!List.of(NOT_RUNNING, NEXT_EXIT, REMOVED).contains(word)) {
            throw Failure.invalid("neither not-running nor next-exit nor removed");
        }
        return word;
    }

    private static CompletableFuture<ExitStatus> awaited(Container container, String condition) {
        return switch (condition) {
            case NEXT_EXIT -> container.nextEnd();
            case REMOVED -> container.removed();
            default -> container.ended();
        };
    }

    private static String exitCode(Container container, String condition) {
        try {
            return String.valueOf(awaited(container, condition).get().code());
        } catch (ExecutionException e) {
            throw Failure.internal("cannot wait for container \"" + container.name() + "\"", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.CANCELLED, "interrupted", e);
        }
    }
}
