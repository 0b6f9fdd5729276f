package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako rename`
final class RenameCommand implements Command {
    static final CommandForm FORM =
            new CommandForm(
                    "rename",
                    "CONTAINER NAME",
                    "Give a container another name",
                    OptionSet.of(),
                    Order.INTERSPERSED,
                    new Count(2, 2),
                    List.of(
                            new Example(
                                    "Make room for the next one, which may be running already",
                                    "hako rename web web-before")));

    private final Engine engine;

    RenameCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        List<String> words = invocation.line().arguments();
        engine.container(words.getFirst()).rename(words.getLast());
        return Outcome.DONE;
    }
}
