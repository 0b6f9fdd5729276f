package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.container.LimitFlags;
import dev.hako.engine.Engine;
import dev.hako.engine.config.LimitChange;
import dev.hako.failure.Failure;
import java.util.List;

/// `hako update`
final class UpdateCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                    "update",
                    "CONTAINER [CONTAINER...]",
                    "Give containers other limits, at once and for later starts",
                    OptionSet.of(List.of(LimitFlags.LIVE), List.of()),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(
                            new Example("More memory", "hako update --memory 1g web"),
                            new Example(
                                    "Half a processor for two",
                                    "hako update --cpus 0.5 batch-1 batch-2")));

    private final Engine engine;

    UpdateCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        ParsedLine line = invocation.line();
        if (LimitFlags.LIVE.stream().noneMatch(line::has)) {
            throw Failure.invalid("cannot update containers: no limit is given")
                    .hint("`hako update --help` lists them");
        }
        LimitChange change = new LimitChange(LimitFlags.read(line));
        return new EachContainer(engine, invocation.output())
                .echo(line.arguments(), container -> container.control().update(change));
    }
}
