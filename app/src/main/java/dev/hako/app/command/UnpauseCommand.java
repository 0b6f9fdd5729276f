package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako unpause`
final class UnpauseCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                            "unpause",
                            "CONTAINER [CONTAINER...]",
                            "Let paused containers go on",
                            OptionSet.of(),
                            Order.INTERSPERSED,
                            Count.atLeast(1),
                            List.of(new Example("Let a container go on", "hako unpause database")))
                    .forContainers(Candidates.Known.LIVE_CONTAINERS);

    private final Engine engine;

    UnpauseCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        return Each.containers(engine, invocation.output())
                .echo(invocation.line().arguments(), container -> container.control().unpause());
    }
}
