package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.container.ContainerFlags;
import dev.hako.engine.Container;
import dev.hako.engine.Engine;
import dev.hako.engine.config.ContainerConfig;
import java.util.ArrayList;
import java.util.List;

/// `hako create`
final class CreateCommand implements Command {
    private static final List<Option<?>> OWN = own();
    static final CommandForm FORM =
            new CommandForm(
                    "create",
                    "IMAGE [COMMAND] [ARG...]",
                    "Make a container without starting it",
                    OptionSet.of(ContainerFlags.GROUPS, OWN),
                    Order.OPTIONS_FIRST,
                    Count.atLeast(1),
                    List.of(
                            new Example(
                                    "Make a container now and run it later",
                                    "hako create --name job host make -C /src"),
                            new Example("Run it, and see its output", "hako start -a job")));

    private final Engine engine;

    private static List<Option<?>> own() {
        List<Option<?>> own = new ArrayList<>(ImageFlags.ALL);
        own.add(CidFile.OPTION);
        return own;
    }

    CreateCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        ContainerConfig config = ContainerFlags.read(invocation.line(), invocation.caller(), true);
        Container container = NewContainer.create(engine, invocation, config);
        invocation.output().println(container.id());
        return Outcome.DONE;
    }
}
