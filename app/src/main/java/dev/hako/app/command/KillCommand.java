package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.Signals;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import dev.hako.isolation.ExitStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `hako kill`
final class KillCommand implements Command {
    private static final int SIGKILL = 9;
    private static final int PATIENCE_SECONDS = 10;
    private static final Option<String> SIGNAL =
            Option.text("-s, --signal", "SIGNAL", "What to send; KILL if not given");
    static final CommandForm FORM =
            new CommandForm(
                            "kill",
                            "CONTAINER [CONTAINER...]",
                            "Send a signal to containers",
                            OptionSet.of(SIGNAL),
                            Order.INTERSPERSED,
                            Count.atLeast(1),
                            List.of(
                                    new Example("End a container at once", "hako kill web"),
                                    new Example(
                                            "Make a server read its files",
                                            "hako kill -s HUP web")))
                    .forContainers(Candidates.Known.LIVE_CONTAINERS);

    private final Engine engine;

    KillCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        int signal = invocation.line().value(SIGNAL).map(KillCommand::signal).orElse(SIGKILL);
        return Each.containers(engine, invocation.output())
                .echo(invocation.line().arguments(), container -> kill(container, signal));
    }

    private static int signal(String text) {
        try {
            return Signals.parse(text);
        } catch (Failure e) {
            throw e.during("invalid signal \"" + text + "\"");
        }
    }

    /// A container that nothing can save is gone when the command returns.
    private static void kill(Container container, int signal) {
        CompletableFuture<ExitStatus> end = container.nextEnd();
        container.kill(signal);
        if (signal == SIGKILL) {
            try {
                end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                throw Failure.of(
                        Failure.Kind.UNAVAILABLE,
                        "container \"" + container.name() + "\" was killed, but has not ended yet",
                        e);
            }
        }
    }
}
