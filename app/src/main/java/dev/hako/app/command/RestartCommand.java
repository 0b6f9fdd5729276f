package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.ParsedLine;
import dev.hako.engine.Engine;
import dev.hako.engine.StopRequest;
import java.util.List;

/// `hako restart`
final class RestartCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                    "restart",
                    "CONTAINER [CONTAINER...]",
                    "Stop containers, and start them again",
                    StopFlags.ALL,
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(
                            new Example("Start a server anew", "hako restart web"),
                            new Example("Give it a minute to end", "hako restart -t 60 database")));

    private final Engine engine;

    RestartCommand(Engine engine) {
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
                .echo(line.arguments(), container -> container.restart(request));
    }
}
