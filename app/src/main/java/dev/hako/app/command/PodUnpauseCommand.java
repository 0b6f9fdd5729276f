package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import java.util.List;

/// `hako pod unpause`
final class PodUnpauseCommand implements PodCommand {
    static final CommandForm FORM =
            new CommandForm(
                    "pod unpause",
                    "[POD...]",
                    "Let all processes of pods go on",
                    OptionSet.of(EachPod.ALL),
                    Order.INTERSPERSED,
                    Count.atLeast(0),
                    List.of(new Example("Let a pod go on", "hako pod unpause shop")));

    private final Engine engine;

    PodUnpauseCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        return new EachPod(engine, this).apply(invocation, false, Pod::unpause);
    }
}
