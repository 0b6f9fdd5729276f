package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako pod rm`
final class PodRmCommand implements Command {
    private static final Option<Boolean> FORCE =
            Option.flag("-f, --force", "Kill containers that run first");
    private static final CommandForm FORM =
            new CommandForm(
                    "pod rm",
                    "POD [POD...]",
                    "Remove pods with their containers",
                    OptionSet.of(FORCE),
                    Order.INTERSPERSED,
                    Count.atLeast(1),
                    List.of(
                            new Example("Remove a pod that was stopped", "hako pod rm shop"),
                            new Example("Remove it whatever it does", "hako pod rm -f shop")));

    private final Engine engine;

    PodRmCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        boolean force = invocation.line().flag(FORCE);
        return new Each<>(engine::pod, invocation.output())
                .echo(invocation.line().arguments(), pod -> pod.remove(force));
    }
}
