package dev.hako.app.command;

import dev.hako.app.cli.Candidates;
import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.ParsedLine;
import dev.hako.engine.Engine;
import dev.hako.engine.StopRequest;
import java.util.List;

/// `hako stop`
final class StopCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                            "stop",
                            "CONTAINER [CONTAINER...]",
                            "End containers, gently at first",
                            StopFlags.ALL,
                            Order.INTERSPERSED,
                            Count.atLeast(1),
                            List.of(
                                    new Example("End a container", "hako stop web"),
                                    new Example("Give it a minute", "hako stop -t 60 database")))
                    .forContainers(Candidates.Known.LIVE_CONTAINERS);

    private final Engine engine;

    StopCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        ParsedLine line = invocation.line();
        StopRequest request = StopFlags.read(line);
        return Each.containers(engine, invocation.output())
                .echo(line.arguments(), container -> container.stop(request));
    }
}
