package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.inspect.PodDetails;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako pod inspect`
final class PodInspectCommand implements PodCommand {
    static final CommandForm FORM =
            new CommandForm(
                    "pod inspect",
                    "POD [POD...]",
                    "Show all there is to know about pods",
                    OptionSet.of(Inspection.FORMAT),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(
                            new Example("Everything about a pod", "hako pod inspect shop"),
                            new Example(
                                    "What its containers share",
                                    "hako pod inspect -f '{{.SharedNamespaces}}' shop")));

    private final Engine engine;

    PodInspectCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) {
        return Inspection.show(
                invocation,
                reference -> PodDetails.of(engine.pods().pod(reference)),
                this::exitCode);
    }
}
