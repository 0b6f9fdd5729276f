package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako pod exists`
final class PodExistsCommand implements PodCommand {
    static final CommandForm FORM =
            new CommandForm(
                    "pod exists",
                    "POD",
                    "Tell by the exit code whether a pod is there",
                    OptionSet.of(),
                    Order.INTERSPERSED,
                    Count.ONE,
                    List.of(
                            new Example(
                                    "Make a pod unless it is there",
                                    "hako pod exists shop || hako pod create shop")));

    private final Engine engine;

    PodExistsCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        String reference = invocation.line().arguments().getFirst();
        return engine.pods().find(reference).isPresent() ? Outcome.DONE : new Outcome.Exit(1);
    }
}
