package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import dev.hako.app.cli.CommandForm.Count;
import dev.hako.app.cli.CommandForm.Example;
import dev.hako.app.cli.CommandForm.Order;
import dev.hako.app.cli.Option;
import dev.hako.app.cli.OptionSet;
import dev.hako.app.value.Signals;
import dev.hako.engine.Engine;
import java.util.List;

/// `hako pod kill`
final class PodKillCommand implements PodCommand {
    private static final int SIGKILL = 9;
    private static final Option<Integer> SIGNAL =
            Option.of("-s, --signal", "SIGNAL", Signals::parse, "What to send; KILL if not given");
    static final CommandForm FORM =
            new CommandForm(
                    "pod kill",
                    "[POD...]",
                    "Send a signal to all containers of pods",
                    OptionSet.of(EachPod.ALL, SIGNAL),
                    Order.INTERSPERSED,
                    Count.atLeast(0),
                    List.of(
                            new Example("End a pod at once", "hako pod kill shop"),
                            new Example(
                                    "Make all of its servers read their files",
                                    "hako pod kill -s HUP shop")));

    private final Engine engine;

    PodKillCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CommandForm form() {
        return FORM;
    }

    @Override
    public Outcome run(Invocation invocation) throws InterruptedException {
        int signal = invocation.line().value(SIGNAL).orElse(SIGKILL);
        return new EachPod(engine, this).apply(invocation, false, pod -> pod.kill(signal));
    }
}
