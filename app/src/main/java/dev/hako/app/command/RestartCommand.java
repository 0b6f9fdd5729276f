package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.Numbers;
import dev.hako.app.value.Signals;
import dev.hako.engine.Engine;
import dev.hako.engine.StopRequest;
import java.time.Duration;
import java.util.List;

/// `hako restart`
final class RestartCommand implements Command {
    private static final Option<Long> TIME =
            Option.of(
                    "-t, --time, --timeout",
                    "SECONDS",
                    Numbers.atLeast(-1),
                    "How long to wait before it is killed; -1 for ever; 10 if not given");
    private static final Option<Integer> SIGNAL =
            Option.of(
                    "-s, --signal",
                    "SIGNAL",
                    Signals::parse,
                    "What to send first; TERM, or what the container was created with, if not given");
    static final CommandForm FORM =
            new CommandForm(
                    "restart",
                    "CONTAINER [CONTAINER...]",
                    "Stop containers, and start them again",
                    OptionSet.of(TIME, SIGNAL),
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
        StopRequest request =
                new StopRequest(line.value(SIGNAL), line.value(TIME).map(Duration::ofSeconds));
        return new EachContainer(engine, invocation.output())
                .echo(line.arguments(), container -> container.restart(request));
    }
}
