package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import dev.hako.engine.Pod;
import java.util.List;

/// `hako pod start`
final class PodStartCommand implements Command {
    private static final CommandForm FORM =
            new CommandForm(
                    "pod start",
                    "POD [POD...]",
                    "Start all containers of pods",
                    OptionSet.of(),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(new Example("Start a pod again", "hako pod start shop")));

    private final Engine engine;

    PodStartCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        return new Each<>(engine::pod, invocation.output())
                .echo(invocation.line().arguments(), Pod::start);
    }
}
