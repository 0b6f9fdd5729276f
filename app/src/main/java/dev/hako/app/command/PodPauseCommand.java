package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import java.util.List;

/// `hako pod pause`
final class PodPauseCommand implements PodCommand {
    static final CommandForm FORM =
            new CommandForm(
                    "pod pause",
                    "[POD...]",
                    "Hold all processes of pods",
                    OptionSet.of(EachPod.ALL),
                    Order.INTERSPERSED,
                    Count.atLeast(0),
                    List.of(new Example("Hold a pod for a while", "hako pod pause shop")));

    private final Engine engine;

    PodPauseCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        return new EachPod(engine, this).apply(invocation, false, Pod::pause);
    }
}
